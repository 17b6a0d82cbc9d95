-- The terms under which a member was told of a thing, as JSON, so that what was told of it for one
-- need is not told again for another. NULL before it is told, and for what was told before this was
-- kept.
ALTER TABLE notifications ADD COLUMN terms TEXT;
CREATE INDEX notifications_told ON notifications (member_id, passport_id) WHERE run_id IS NOT NULL;
