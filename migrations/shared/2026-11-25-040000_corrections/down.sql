DROP TABLE inventory_corrections;
ALTER TABLE inventory_rows DROP COLUMN own_number;
ALTER TABLE inventory_rows DROP COLUMN source;
