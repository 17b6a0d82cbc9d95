-- How many addresses of a need's feed were taken back; none where there is no row.
CREATE TABLE need_feeds (
    need_id    TEXT PRIMARY KEY REFERENCES needs (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL CHECK (generation > 0)
);

CREATE TABLE webhook_endpoints (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    -- Who made it, and is told when it is switched off.
    member_id       TEXT NOT NULL REFERENCES members (id),
    url             TEXT NOT NULL,
    -- Sealed.
    secret          TEXT NOT NULL,
    -- The one before signs too, for a while.
    old_secret      TEXT,
    old_until       TIMESTAMP,
    state           TEXT NOT NULL,
    -- In a row, and since when.
    failures        INTEGER NOT NULL CHECK (failures >= 0),
    failing_since   TIMESTAMP,
    last_error      TEXT,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX webhook_endpoints_by_organisation ON webhook_endpoints (organisation_id, id);

CREATE TABLE webhook_deliveries (
    id              TEXT PRIMARY KEY,
    endpoint_id     TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    -- NULL where it is a test.
    notification_id TEXT REFERENCES notifications (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    due_at          TIMESTAMP NOT NULL,
    status          INTEGER,
    last_error      TEXT,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX webhook_deliveries_by_due ON webhook_deliveries (state, due_at, id);
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_by_notification ON webhook_deliveries (notification_id);
