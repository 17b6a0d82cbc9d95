-- When a member is written to, by the clock on their own wall, and what has been written. Whoever
-- changes what waits for a member, or writes to them, locks this row first.
CREATE TABLE alert_schedules (
    member_id   TEXT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    time_zone   TEXT NOT NULL,
    hour        INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    -- 1 is Monday.
    weekday     INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- Where a month is shorter, its last day.
    month_day   INTEGER NOT NULL CHECK (month_day BETWEEN 1 AND 31),
    version     BIGINT NOT NULL CHECK (version > 0),
    -- Nothing waits where it is NULL.
    next_due_at TIMESTAMP,
    -- The day, there, of the last digest.
    digest_on   TEXT,
    -- The last letter of any kind.
    written_at  TIMESTAMP
);
CREATE INDEX alert_schedules_by_due ON alert_schedules (next_due_at);

-- A letter that was written. One for each person and period: a day there, or a moment.
CREATE TABLE digest_runs (
    id         TEXT PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    period     TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL,
    UNIQUE (member_id, period)
);
CREATE INDEX digest_runs_by_age ON digest_runs (written_at);

-- What a member is told: in the service at once, by mail in a letter.
CREATE TABLE notifications (
    id               TEXT PRIMARY KEY,
    member_id        TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    organisation_id  TEXT NOT NULL REFERENCES organisations (id),
    need_id          TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    match_id         TEXT NOT NULL,
    passport_id      TEXT NOT NULL REFERENCES passports (id),
    passport_version BIGINT NOT NULL,
    score            DOUBLE PRECISION NOT NULL,
    reasons          TEXT NOT NULL,
    -- What became better since the member was told of it; NULL the first time.
    better           TEXT,
    -- The terms that were told before; NULL the first time.
    told_before      TEXT,
    created_at       TIMESTAMP NOT NULL,
    read_at          TIMESTAMP,
    -- When it was told by mail, or when there was nothing to tell any more.
    settled_at       TIMESTAMP,
    -- The letter it stands in.
    run_id           TEXT REFERENCES digest_runs (id) ON DELETE SET NULL
);
CREATE INDEX notifications_by_member ON notifications (member_id, id);
CREATE INDEX notifications_by_need ON notifications (need_id, id);
CREATE INDEX notifications_by_run ON notifications (run_id);
CREATE INDEX notifications_by_age ON notifications (created_at);
CREATE INDEX notifications_waiting ON notifications (member_id, need_id) WHERE settled_at IS NULL;
CREATE INDEX notifications_unread ON notifications (member_id) WHERE read_at IS NULL;
