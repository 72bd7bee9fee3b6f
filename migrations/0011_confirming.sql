-- From which price on the people of a tier are asked back before it is spent. NULL: what the
-- settings say for everybody.

ALTER TABLE tiers ADD COLUMN confirm_above_micros BIGINT;
