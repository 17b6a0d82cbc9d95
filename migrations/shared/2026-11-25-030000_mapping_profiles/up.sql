-- What the columns under a row of headings are, as somebody corrected it.
CREATE TABLE mapping_profiles (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    -- SHA-256 of the folded headings, from left to right.
    headings_sha256 TEXT NOT NULL,
    name            TEXT NOT NULL,
    fields          TEXT NOT NULL,
    choices         TEXT NOT NULL,
    version         BIGINT NOT NULL CHECK (version > 0),
    created_at      TIMESTAMP NOT NULL,
    updated_at      TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, headings_sha256)
);
CREATE INDEX mapping_profiles_by_organisation ON mapping_profiles (organisation_id, id);
