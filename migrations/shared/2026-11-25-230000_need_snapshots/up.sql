-- Files in which somebody keeps the index over all needs. A file counts only for a database that
-- knows its token: one that was put back from an older copy does not, and reads every need.
CREATE TABLE need_snapshots (
    token      TEXT PRIMARY KEY,
    number     BIGINT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
