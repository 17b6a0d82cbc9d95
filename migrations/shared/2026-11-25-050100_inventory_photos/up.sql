-- Photos that came with an inventory: in its cells, at addresses in its cells, or in an archive.
CREATE TABLE inventory_photos (
    id           TEXT PRIMARY KEY,
    inventory_id TEXT NOT NULL REFERENCES inventories (id),
    source       TEXT NOT NULL,
    -- The archive it lies in; the others lie in the inventory itself, or somewhere else.
    file_key     TEXT,
    -- The part of the workbook, the address, the name in the archive.
    name         TEXT NOT NULL,
    sheet        TEXT,
    row_number   BIGINT,
    hash         TEXT REFERENCES photos (hash),
    state        TEXT NOT NULL,
    problem      TEXT,
    -- The version of the passport that it made when it was put on it.
    passport_id      TEXT REFERENCES passports (id),
    passport_version BIGINT
);
CREATE INDEX inventory_photos_by_state ON inventory_photos (inventory_id, state, id);
