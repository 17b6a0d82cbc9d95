-- Each change of a need takes the next number. The row is locked until the change is committed, so
-- numbers appear in their order.
CREATE TABLE need_changes (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    last_number BIGINT NOT NULL
);
INSERT INTO need_changes (id, last_number) VALUES (1, 0);

ALTER TABLE needs ADD COLUMN change_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE needs ADD COLUMN frequency TEXT NOT NULL DEFAULT 'at_once';
ALTER TABLE needs ADD COLUMN expires_on TEXT;
CREATE INDEX needs_by_change ON needs (change_number);
CREATE INDEX needs_by_expiry ON needs (expires_on);

-- Needs are looked up in memory.
DROP TABLE need_categories;
ALTER TABLE needs DROP COLUMN latitude_min;
ALTER TABLE needs DROP COLUMN latitude_max;

-- The terms of the listing when it was told last; '' where that was not kept.
ALTER TABLE matches ADD COLUMN told_terms TEXT NOT NULL DEFAULT '';
-- What somebody said of it: too_far, too_dear, wrong_thing.
ALTER TABLE matches ADD COLUMN feedback TEXT;

-- What a member wants to hear no more of, whatever it fits.
CREATE TABLE mutes (
    id         TEXT PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    target     TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (member_id, kind, target)
);

-- Once a day, by whichever worker comes first, a sample is matched again by brute force.
CREATE TABLE need_sweeps (
    day      TEXT PRIMARY KEY,
    missing  BIGINT,
    surplus  BIGINT,
    begun_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
