DROP TABLE need_sweeps;
DROP TABLE mutes;
ALTER TABLE matches DROP COLUMN feedback;
ALTER TABLE matches DROP COLUMN told_terms;
ALTER TABLE needs ADD COLUMN latitude_max DOUBLE PRECISION NOT NULL DEFAULT 90;
ALTER TABLE needs ADD COLUMN latitude_min DOUBLE PRECISION NOT NULL DEFAULT -90;
CREATE TABLE need_categories (
    need_id  TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    PRIMARY KEY (need_id, category)
);
CREATE INDEX need_categories_by_category ON need_categories (category, need_id);
DROP INDEX needs_by_expiry;
DROP INDEX needs_by_change;
ALTER TABLE needs DROP COLUMN expires_on;
ALTER TABLE needs DROP COLUMN frequency;
ALTER TABLE needs DROP COLUMN change_number;
DROP TABLE need_changes;
