-- A bill of quantities that was read: a draft of a need for each line, as JSON. Once it was
-- accepted, the lines name the needs they became.
CREATE TABLE need_bills (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    file_name       TEXT NOT NULL,
    lines           TEXT NOT NULL,
    is_accepted     BOOLEAN NOT NULL,
    version         BIGINT NOT NULL CHECK (version > 0),
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX need_bills_by_organisation ON need_bills (organisation_id, id);
