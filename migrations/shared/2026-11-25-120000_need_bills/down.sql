DROP TABLE need_bills;
