-- A photo is known by the hash of the file that was sent; its sizes are kept as files.
CREATE TABLE photos (
    hash       TEXT PRIMARY KEY,
    width      INTEGER NOT NULL CHECK (width > 0),
    height     INTEGER NOT NULL CHECK (height > 0),
    created_at TIMESTAMP NOT NULL
);

-- Which photos a passport shows now: their order and captions stand in the passport.
CREATE TABLE passport_photos (
    passport_id TEXT NOT NULL REFERENCES passports (id),
    hash        TEXT NOT NULL REFERENCES photos (hash),
    PRIMARY KEY (passport_id, hash)
);
CREATE INDEX passport_photos_by_hash ON passport_photos (hash, passport_id);

-- JSON; without photos there is none.
ALTER TABLE passports ADD COLUMN photos TEXT;
