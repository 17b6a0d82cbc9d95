DROP TABLE mail_addresses;
DROP INDEX outbox_by_message_key;
ALTER TABLE outbox DROP COLUMN came_back;
ALTER TABLE outbox DROP COLUMN receipt;
ALTER TABLE outbox DROP COLUMN doubts;
ALTER TABLE outbox DROP COLUMN content_at;
ALTER TABLE outbox DROP COLUMN message_key;
