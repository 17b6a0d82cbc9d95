ALTER TABLE inventories DROP COLUMN answers;
DROP TABLE mapping_profiles;
