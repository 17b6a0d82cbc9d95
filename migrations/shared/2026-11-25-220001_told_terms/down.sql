DROP INDEX notifications_told;
ALTER TABLE notifications DROP COLUMN terms;
