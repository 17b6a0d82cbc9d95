DROP TABLE inventory_photos;
