DROP TABLE canaries;
ALTER TABLE parks DROP COLUMN hidden;
