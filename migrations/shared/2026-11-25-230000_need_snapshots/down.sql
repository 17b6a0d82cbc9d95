DROP TABLE need_snapshots;
