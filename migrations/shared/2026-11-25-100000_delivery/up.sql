-- What happened to a mail on its way: see src/mail/outbox.rs.
ALTER TABLE outbox ADD COLUMN message_key TEXT;
ALTER TABLE outbox ADD COLUMN content_at TIMESTAMP;
ALTER TABLE outbox ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0 CHECK (doubts >= 0);
ALTER TABLE outbox ADD COLUMN receipt TEXT;
ALTER TABLE outbox ADD COLUMN came_back TEXT;
CREATE INDEX outbox_by_message_key ON outbox (message_key);

-- What is known of an address that mails go to. Most are unknown: they take what they get.
CREATE TABLE mail_addresses (
    address      TEXT PRIMARY KEY,
    -- Mails in a row that came back for a passing reason.
    soft_bounces INTEGER NOT NULL DEFAULT 0 CHECK (soft_bounces >= 0),
    stopped_at   TIMESTAMP,
    -- no_such_address, complaint, soft_bounces
    stopped_for  TEXT,
    last_answer  TEXT,
    -- How often its member has lifted the stop.
    lifts        INTEGER NOT NULL DEFAULT 0 CHECK (lifts >= 0),
    CHECK ((stopped_at IS NULL) = (stopped_for IS NULL))
);
