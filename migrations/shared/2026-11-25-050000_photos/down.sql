ALTER TABLE passports DROP COLUMN photos;
DROP TABLE passport_photos;
DROP TABLE photos;
