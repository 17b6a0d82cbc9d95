-- How many passports are not on the list any more, where it was asked.
ALTER TABLE inventories ADD COLUMN missing_count BIGINT NOT NULL DEFAULT 0 CHECK (missing_count >= 0);

-- What accepting an inventory did to passports that were there: the version it gave them, by which
-- undoing knows whether somebody has touched them since. Those it made are in its rows.
CREATE TABLE inventory_effects (
    inventory_id TEXT NOT NULL REFERENCES inventories (id),
    passport_id  TEXT NOT NULL REFERENCES passports (id),
    version      BIGINT NOT NULL CHECK (version > 1),
    PRIMARY KEY (inventory_id, passport_id)
);

-- What is being done with an inventory, how far it is, and who waits to be told. A beat that is
-- long past says that whoever did it is gone.
CREATE TABLE inventory_progress (
    inventory_id TEXT PRIMARY KEY REFERENCES inventories (id),
    stage        TEXT NOT NULL,
    done_count   BIGINT NOT NULL CHECK (done_count >= 0),
    total_count  BIGINT NOT NULL CHECK (total_count >= 0),
    started_at   TIMESTAMP NOT NULL,
    beat_at      TIMESTAMP NOT NULL,
    cancel_asked BOOLEAN NOT NULL,
    failure      TEXT
);
