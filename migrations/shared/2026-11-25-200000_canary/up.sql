-- A park that nobody sees or chooses: what is shown to it is seen by the platform's own alone.
ALTER TABLE parks ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;

-- The listing that becomes cheaper every so often, and the member who is to be told: one of them.
CREATE TABLE canaries (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    member_id   TEXT NOT NULL REFERENCES members (id),
    passport_id TEXT NOT NULL REFERENCES passports (id),
    put_out_at  TIMESTAMP NOT NULL,
    -- When there was last something to tell.
    sung_at     TIMESTAMP NOT NULL,
    -- When an alert of it last arrived.
    heard_at    TIMESTAMP
);
