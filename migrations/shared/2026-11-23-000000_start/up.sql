-- Instants are UTC, quantities are thousandths, money is cents, days and JSON are text.

CREATE TABLE parks (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    latitude   DOUBLE PRECISION NOT NULL,
    longitude  DOUBLE PRECISION NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE organisations (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    park_id    TEXT REFERENCES parks (id),
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE members (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    email           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    language        TEXT NOT NULL,
    role            TEXT NOT NULL,
    platform_admin  BOOLEAN NOT NULL,
    password_hash   TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX members_by_organisation ON members (organisation_id);

CREATE TABLE refresh_tokens (
    id         TEXT PRIMARY KEY,
    family_id  TEXT NOT NULL,
    member_id  TEXT NOT NULL REFERENCES members (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE api_keys (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    name            TEXT NOT NULL,
    secret_hash     TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    last_used_at    TIMESTAMP,
    revoked_at      TIMESTAMP
);
CREATE INDEX api_keys_by_organisation ON api_keys (organisation_id);

CREATE TABLE sites (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    park_id         TEXT REFERENCES parks (id),
    name            TEXT NOT NULL,
    address         TEXT NOT NULL,
    latitude        DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude       DOUBLE PRECISION NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX sites_by_organisation ON sites (organisation_id, id);

CREATE TABLE buildings (
    id              TEXT PRIMARY KEY,
    site_id         TEXT NOT NULL REFERENCES sites (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL,
    year_built      INTEGER,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX buildings_by_organisation ON buildings (organisation_id, id);

CREATE TABLE inventories (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT REFERENCES members (id),
    site_id         TEXT REFERENCES sites (id),
    building_id     TEXT REFERENCES buildings (id),
    visibility      TEXT NOT NULL,
    file_name       TEXT NOT NULL,
    file_key        TEXT NOT NULL,
    file_bytes      BIGINT NOT NULL CHECK (file_bytes >= 0),
    file_sha256     TEXT NOT NULL,
    state           TEXT NOT NULL,
    reading         TEXT,
    failure         TEXT,
    row_count       BIGINT NOT NULL CHECK (row_count >= 0),
    created_count   BIGINT NOT NULL CHECK (created_count >= 0),
    changed_count   BIGINT NOT NULL CHECK (changed_count >= 0),
    unchanged_count BIGINT NOT NULL CHECK (unchanged_count >= 0),
    rejected_count  BIGINT NOT NULL CHECK (rejected_count >= 0),
    dropped_count   BIGINT NOT NULL CHECK (dropped_count >= 0),
    version         BIGINT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    updated_at      TIMESTAMP NOT NULL,
    CONSTRAINT counts_add_up CHECK (
        row_count = created_count + changed_count + unchanged_count + rejected_count + dropped_count
    )
);
CREATE INDEX inventories_by_organisation ON inventories (organisation_id, id);

CREATE TABLE inventory_rows (
    inventory_id TEXT NOT NULL REFERENCES inventories (id),
    position     BIGINT NOT NULL,
    sheet        TEXT NOT NULL,
    row_number   BIGINT NOT NULL,
    outcome      TEXT NOT NULL,
    passport_id  TEXT,
    draft        TEXT,
    problems     TEXT NOT NULL,
    PRIMARY KEY (inventory_id, position)
);

CREATE TABLE passports (
    id                  TEXT PRIMARY KEY,
    code                TEXT NOT NULL UNIQUE,
    organisation_id     TEXT NOT NULL REFERENCES organisations (id),
    inventory_id        TEXT REFERENCES inventories (id),
    external_id         TEXT,
    state               TEXT NOT NULL,
    category            TEXT,
    name                TEXT NOT NULL,
    quantity_thousandths BIGINT NOT NULL CHECK (quantity_thousandths >= 0),
    unit                TEXT NOT NULL,
    condition_technical SMALLINT CHECK (condition_technical BETWEEN 1 AND 5),
    site_id             TEXT REFERENCES sites (id),
    building_id         TEXT REFERENCES buildings (id),
    visibility          TEXT NOT NULL,
    price_cents         BIGINT CHECK (price_cents >= 0),
    available_from      TEXT,
    available_until     TEXT,
    details             TEXT NOT NULL,
    version             BIGINT NOT NULL CHECK (version > 0),
    created_at          TIMESTAMP NOT NULL,
    updated_at          TIMESTAMP NOT NULL
);
CREATE INDEX passports_by_organisation ON passports (organisation_id, id);
CREATE INDEX passports_by_external_id ON passports (organisation_id, external_id);

CREATE TABLE passport_events (
    passport_id   TEXT NOT NULL REFERENCES passports (id),
    sequence      BIGINT NOT NULL CHECK (sequence > 0),
    at            TIMESTAMP NOT NULL,
    actor         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    changes       TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    PRIMARY KEY (passport_id, sequence)
);

CREATE TABLE needs (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    name            TEXT NOT NULL,
    criteria        TEXT NOT NULL,
    state           TEXT NOT NULL,
    latitude_min    DOUBLE PRECISION NOT NULL,
    latitude_max    DOUBLE PRECISION NOT NULL,
    version         BIGINT NOT NULL CHECK (version > 0),
    created_at      TIMESTAMP NOT NULL,
    updated_at      TIMESTAMP NOT NULL
);
CREATE INDEX needs_by_organisation ON needs (organisation_id, id);

-- Under which categories a need is to be looked up; '' is any category.
CREATE TABLE need_categories (
    need_id  TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    PRIMARY KEY (need_id, category)
);
CREATE INDEX need_categories_by_category ON need_categories (category, need_id);

CREATE TABLE matches (
    id               TEXT PRIMARY KEY,
    need_id          TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    passport_id      TEXT NOT NULL REFERENCES passports (id),
    organisation_id  TEXT NOT NULL REFERENCES organisations (id),
    score            DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 1),
    reasons          TEXT NOT NULL,
    passport_version BIGINT NOT NULL,
    created_at       TIMESTAMP NOT NULL,
    UNIQUE (need_id, passport_id)
);
CREATE INDEX matches_by_organisation ON matches (organisation_id, id);

-- Mail to be sent, written in the transaction that calls for it.
CREATE TABLE outbox (
    id              TEXT PRIMARY KEY,
    dedupe_key      TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisations (id),
    recipient       TEXT NOT NULL,
    subject         TEXT NOT NULL,
    mail            TEXT NOT NULL,
    state           TEXT NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    due_at          TIMESTAMP NOT NULL,
    last_error      TEXT,
    created_at      TIMESTAMP NOT NULL,
    sent_at         TIMESTAMP
);
CREATE INDEX outbox_by_due ON outbox (state, due_at, id);

CREATE TABLE unsubscribes (
    need_id    TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    member_id  TEXT NOT NULL REFERENCES members (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (need_id, member_id)
);

CREATE TABLE jobs (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    payload    TEXT NOT NULL,
    run_at     TIMESTAMP NOT NULL,
    attempts   INTEGER NOT NULL CHECK (attempts >= 0),
    last_error TEXT,
    dead_at    TIMESTAMP
);
CREATE INDEX jobs_by_run_at ON jobs (run_at, id);
