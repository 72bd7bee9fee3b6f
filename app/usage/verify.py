"""Everything about money, recomputed and compared: entries, generations, holds, people.

Read together with the generations, like the reports: the ledger itself does not know them.
"""

from dataclasses import dataclass

from app.db import Row, Tx


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and one sentence for each difference."""

    generations: int
    entries: int
    differences: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.generations} generations, {self.entries} entries, "
            f"{len(self.differences)} differences"
        )


def verify(tx: Tx) -> Verdict:
    """Takes seconds for millions of entries, and changes nothing."""
    [counted] = tx.rows(
        """
        SELECT (SELECT count(*) FROM generations) AS generations,
               (SELECT count(*) FROM ledger) AS entries
        """
    )
    rows = tx.rows(_ENTRIES) + tx.rows(_GENERATIONS) + tx.rows(_PEOPLE)
    return Verdict(counted["generations"], counted["entries"], tuple(map(_sentence, rows)))


def _sentence(row: Row) -> str:
    return f"{row['about']} {row['id']}: {row['difference']}"


_ENTRIES = """
    SELECT 'entry' AS about, id, 'its amount is ' || amount_micros || ', but it moves '
           || held_micros || ' held and ' || spent_micros || ' spent' AS difference
      FROM ledger
     WHERE NOT CASE kind
               WHEN 'hold' THEN held_micros = amount_micros AND spent_micros = 0
               WHEN 'settle' THEN held_micros <= 0 AND spent_micros = amount_micros
               WHEN 'release' THEN held_micros = -amount_micros AND spent_micros = 0
               ELSE held_micros = 0 AND spent_micros = amount_micros END
     UNION ALL
    SELECT 'entry', id, 'it counts for no moment, or for a later one than its own'
      FROM ledger
     WHERE counts_at IS NULL OR counts_at > created_at
     ORDER BY ALL
"""

_GENERATIONS = """
    WITH books AS MATERIALIZED (
        SELECT generation_id,
               count(*) FILTER (WHERE kind = 'hold') AS holds,
               count(*) FILTER (WHERE kind = 'settle') AS settles,
               count(*) FILTER (WHERE kind = 'release') AS releases,
               count(*) FILTER (WHERE kind = 'adjust') AS adjusts,
               count(*) FILTER (WHERE kind IN ('settle', 'release')) > 0 AS decided,
               sum(amount_micros) FILTER (WHERE kind = 'hold') AS booked,
               sum(held_micros) AS held,
               sum(spent_micros) AS spent,
               min(user_id) AS first_user,
               max(user_id) AS last_user
          FROM ledger
         GROUP BY generation_id
    ), compared AS MATERIALIZED (
        SELECT coalesce(generations.id, books.generation_id) AS id, generations.user_id,
               generations.kind, generations.state, generations.quote_micros,
               generations.max_cost_micros, generations.cost_micros, books.*,
               coalesce(holds.held_micros, 0) AS listed,
               jobs.generation_id IS NOT NULL AS under_way,
               CASE WHEN decided THEN 0 ELSE booked END AS to_hold,
               CASE WHEN decided THEN spent END AS cost
          FROM generations
          FULL JOIN books ON books.generation_id = generations.id
          LEFT JOIN holds ON holds.generation_id = books.generation_id
          LEFT JOIN jobs ON jobs.generation_id = generations.id
    ), found AS (
        SELECT id, 'the ledger knows nothing of it' AS difference
          FROM compared WHERE generation_id IS NULL
         UNION ALL
        SELECT id, 'it is in the ledger only'
          FROM compared WHERE state IS NULL
         UNION ALL
        SELECT id, 'the ledger names another person'
          FROM compared WHERE first_user <> user_id OR last_user <> user_id
         UNION ALL
        SELECT id, holds || ' holds, ' || settles || ' settles and ' || releases || ' releases'
          FROM compared WHERE holds < 1 OR settles > 1 OR releases > 1
         UNION ALL
        SELECT id, 'it was quoted at ' || quote_micros || ', but ' || booked || ' was set aside'
          FROM compared WHERE booked < quote_micros OR (booked > quote_micros AND holds = 1)
         UNION ALL
        SELECT id, booked || ' was set aside, but ' || coalesce(max_cost_micros::TEXT, 'no more')
               || ' was allowed'
          FROM compared
         WHERE holds > 1 AND (max_cost_micros IS NULL OR booked > max_cost_micros)
         UNION ALL
        SELECT id, 'it is ' || state || ', but neither settled nor released'
          FROM compared
         WHERE NOT decided AND (state IN ('succeeded', 'failed', 'interrupted')
                                OR (state = 'cancelled' AND NOT under_way))
         UNION ALL
        SELECT id, 'it is ' || state || ', but settled or released already'
          FROM compared WHERE decided AND state IN ('queued', 'running', 'unknown')
         UNION ALL
        SELECT id, 'it is ' || state || ', but nobody will end it'
          FROM compared
         WHERE state IN ('queued', 'running') AND kind IN ('image', 'video') AND NOT under_way
         UNION ALL
        SELECT id, held || ' is on hold instead of ' || to_hold
          FROM compared WHERE held <> to_hold
         UNION ALL
        SELECT id, 'the list of holds says ' || listed || ', the ledger ' || held
          FROM compared WHERE listed <> held
         UNION ALL
        SELECT id, 'the row says that it cost ' || coalesce(cost_micros::TEXT, 'nothing yet')
               || ', the ledger ' || coalesce(cost::TEXT, 'nothing yet')
          FROM compared WHERE cost_micros IS DISTINCT FROM cost
         UNION ALL
        SELECT id, 'it cost less than nothing, or was corrected without being settled'
          FROM compared WHERE spent < 0 OR (adjusts > 0 AND settles = 0)
    )
    SELECT 'generation' AS about, id, difference FROM found ORDER BY ALL
"""

_PEOPLE = """
    WITH rows_say AS (
        SELECT user_id, sum(coalesce(cost_micros, 0)) AS spent FROM generations GROUP BY user_id
    ), holds_say AS (
        SELECT user_id, sum(held_micros) AS held FROM holds GROUP BY user_id
    ), ledger_says AS (
        SELECT user_id, sum(spent_micros) AS spent, sum(held_micros) AS held
          FROM ledger GROUP BY user_id
    ), compared AS (
        SELECT user_id, coalesce(rows_say.spent, 0) AS rows_spent,
               coalesce(ledger_says.spent, 0) AS spent, coalesce(holds_say.held, 0) AS holds_held,
               coalesce(ledger_says.held, 0) AS held
          FROM ledger_says FULL JOIN rows_say USING (user_id) FULL JOIN holds_say USING (user_id)
    )
    SELECT 'person' AS about, user_id AS id,
           'by the ledger ' || spent || ' is spent and ' || held || ' held, by generations and '
           || 'holds ' || rows_spent || ' and ' || holds_held AS difference
      FROM compared
     WHERE spent <> rows_spent OR held <> holds_held
     ORDER BY user_id
"""
