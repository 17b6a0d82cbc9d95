-- What was answered to requests that may be sent again. No answer yet: the first is under way, or
-- was cut off.
CREATE TABLE idempotency_keys (
    name        TEXT PRIMARY KEY,
    fingerprint TEXT,
    answer      TEXT,
    created_at  TIMESTAMP NOT NULL,
    CHECK ((fingerprint IS NULL) = (answer IS NULL))
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
