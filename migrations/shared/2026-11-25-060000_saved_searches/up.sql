-- A search that is kept: what is looked for is JSON, as the search itself takes it.
CREATE TABLE saved_searches (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    name            TEXT NOT NULL,
    query           TEXT NOT NULL,
    version         BIGINT NOT NULL CHECK (version > 0),
    created_at      TIMESTAMP NOT NULL,
    updated_at      TIMESTAMP NOT NULL
);
CREATE INDEX saved_searches_by_member ON saved_searches (member_id, id);
