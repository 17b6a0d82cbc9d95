-- Which passports were changed, in the order in which whoever keeps the stock in memory reads it.
-- The counter's row is locked until a change is committed, so numbers appear in their order.
CREATE TABLE stock_counter (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    last_number BIGINT NOT NULL
);
INSERT INTO stock_counter (id, last_number) VALUES (1, 0);

-- One row for each lot of passports that were indexed together; their ids as a JSON list.
CREATE TABLE stock_changes (
    number       BIGINT PRIMARY KEY,
    passport_ids TEXT NOT NULL
);
