-- The cells of a row as the file has them, so that it can be checked again without reading the file.
ALTER TABLE inventory_rows ADD COLUMN source TEXT;
-- The holder's own number in it, within the scope in which no two rows bear the same.
ALTER TABLE inventory_rows ADD COLUMN own_number TEXT;

-- What people wrote over the cells of a file: a history, of which the last word on a cell counts.
CREATE TABLE inventory_corrections (
    id           TEXT PRIMARY KEY,
    inventory_id TEXT NOT NULL REFERENCES inventories (id),
    sheet        TEXT NOT NULL,
    row_number   BIGINT NOT NULL,
    column_index INTEGER CHECK (column_index >= 0),
    field        TEXT,
    value        TEXT,
    was          TEXT NOT NULL,
    actor        TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    CONSTRAINT of_a_cell_or_a_field CHECK ((column_index IS NULL) <> (field IS NULL))
);
CREATE INDEX inventory_corrections_by_inventory ON inventory_corrections (inventory_id, id);
