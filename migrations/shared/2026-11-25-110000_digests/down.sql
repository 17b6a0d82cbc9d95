DROP TABLE notifications;
DROP TABLE digest_runs;
DROP TABLE alert_schedules;
