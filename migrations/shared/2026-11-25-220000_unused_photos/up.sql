-- When a photo was last sent, or taken off a passport.
ALTER TABLE photos ADD COLUMN used_at TIMESTAMP;
UPDATE photos SET used_at = created_at;
-- Since when its files are being deleted: there may be fewer of them than there were.
ALTER TABLE photos ADD COLUMN leaving_at TIMESTAMP;
CREATE INDEX photos_by_use ON photos (used_at);
