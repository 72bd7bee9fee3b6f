-- The ledger: every movement of money, appended and never edited. Balances are sums.
--
--   hold     money set aside when a generation starts
--   settle   its real cost, booked when it ends; this ends the hold
--   release  the hold given back because nothing was charged
--   adjust   a later correction of the cost; the only kind that may be negative
--
-- amount_micros is what the entry is about. held_micros and spent_micros are what it does to
-- the two balances, so "held" and "spent" are plain sums of a column: a settle of 30 that ends
-- a hold of 40 has held_micros -40 and spent_micros +30.
--
-- No primary key and no index: the table is only appended to, in time order, which is what
-- DuckDB searches fastest.

CREATE TABLE ledger (
    id            UUID        NOT NULL,
    generation_id UUID        NOT NULL,
    user_id       UUID        NOT NULL,
    key_id        UUID,                     -- the API key it was asked with, if any
    kind          TEXT        NOT NULL CHECK (kind IN ('hold', 'settle', 'release', 'adjust')),
    amount_micros BIGINT      NOT NULL,
    held_micros   BIGINT      NOT NULL,
    spent_micros  BIGINT      NOT NULL,
    reason        TEXT        NOT NULL,     -- why, in words for the operator
    actor         TEXT        NOT NULL,     -- the user or admin who caused it, or 'system'
    price_version TEXT,                     -- the prices the amount was computed with
    created_at    TIMESTAMPTZ NOT NULL,
    CHECK (amount_micros >= 0 OR kind = 'adjust')
);

-- What an administrator has set for one person; without a row the tier or the settings decide.
CREATE TABLE budgets (
    user_id      UUID PRIMARY KEY,
    day_micros   BIGINT,
    month_micros BIGINT
);
