-- The most that one request to a model may cost, in micros. NULL: nothing but budgets limits it.

ALTER TABLE model_changes ADD COLUMN price_cap_micros BIGINT;
