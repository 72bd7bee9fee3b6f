-- What is set aside at this moment: one row for each generation whose money is on hold.
--
-- The same as the sum of held_micros of the ledger, which stays the truth; `ledger verify` holds
-- the two against each other. It is kept because every booking asks for it, and adding up all
-- that was ever held takes longer with every generation made.

CREATE TABLE holds (
    generation_id UUID   PRIMARY KEY,
    user_id       UUID   NOT NULL,
    held_micros   BIGINT NOT NULL
);

INSERT INTO holds
SELECT generation_id, user_id, sum(held_micros)::BIGINT
  FROM ledger
 GROUP BY generation_id, user_id
HAVING sum(held_micros) <> 0;

-- The moment whose day and month an entry counts for. A correction counts for those of the
-- settle that it corrects: what was spent on Monday stays Monday's when we learn it on Tuesday.
ALTER TABLE ledger ADD COLUMN counts_at TIMESTAMPTZ;

UPDATE ledger SET counts_at = created_at;

UPDATE ledger
   SET counts_at = settled.created_at
  FROM (SELECT generation_id, created_at FROM ledger WHERE kind = 'settle') AS settled
 WHERE ledger.kind = 'adjust' AND settled.generation_id = ledger.generation_id;
