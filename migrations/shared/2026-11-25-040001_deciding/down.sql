DROP TABLE inventory_progress;
DROP TABLE inventory_effects;
ALTER TABLE inventories DROP COLUMN missing_count;
