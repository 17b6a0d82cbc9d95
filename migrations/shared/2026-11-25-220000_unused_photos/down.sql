DROP INDEX photos_by_use;
ALTER TABLE photos DROP COLUMN leaving_at;
ALTER TABLE photos DROP COLUMN used_at;
