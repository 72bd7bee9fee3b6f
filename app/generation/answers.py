"""What texts answered, in the database: piece by piece while it arrives, and whole in the end."""

from collections.abc import Sequence

from app.db import Row, Tx
from app.generation.model import Tokens, Written


def append_pieces(tx: Tx, pieces: Sequence[tuple[str, int, str, str]]) -> None:
    """What arrived of many answers since the last time: (generation, number, text, reasoning)."""
    ids, numbers, texts, reasonings = zip(*pieces, strict=True)
    tx.run(
        """
        INSERT INTO text_pieces
        SELECT unnest($ids::UUID[]), unnest($numbers::INTEGER[]),
               unnest($texts::TEXT[]), unnest($reasonings::TEXT[])
        """,
        ids=list(ids),
        numbers=list(numbers),
        texts=list(texts),
        reasonings=list(reasonings),
    )


def forget_pieces(tx: Tx, generation_ids: Sequence[str]) -> None:
    """The whole answers are about to take their place."""
    tx.run(
        "DELETE FROM text_pieces WHERE generation_id = ANY($ids::UUID[])", ids=list(generation_ids)
    )


def write(tx: Tx, generation_id: str, answer: Written) -> None:
    """The whole answer."""
    counted = answer.tokens or Tokens()
    tx.add(
        "answers",
        generation_id=generation_id,
        text=answer.text,
        reasoning=answer.reasoning,
        prompt_tokens=counted.prompt,
        completion_tokens=counted.completion,
        reasoning_tokens=counted.reasoning,
        cached_tokens=counted.cached,
    )


def written(tx: Tx, generation_ids: Sequence[str]) -> dict[str, Written]:
    """The answers of those that have any, as far as they are written down."""
    if not generation_ids:
        return {}
    rows = tx.rows(
        """
        SELECT generation_id, text, reasoning, prompt_tokens AS prompt,
               completion_tokens AS completion, reasoning_tokens AS thought,
               cached_tokens AS cached
          FROM answers
         WHERE generation_id IN (SELECT unnest($ids::UUID[]))
         UNION ALL
        SELECT generation_id, string_agg(text, '' ORDER BY number),
               string_agg(reasoning, '' ORDER BY number), NULL, NULL, NULL, NULL
          FROM text_pieces
         WHERE generation_id IN (SELECT unnest($ids::UUID[]))
         GROUP BY generation_id
        """,
        ids=list(generation_ids),
    )
    return {row["generation_id"]: _written(row) for row in rows}


def _written(row: Row) -> Written:
    tokens = Tokens.told(row["prompt"], row["completion"], row["thought"], row["cached"])
    return Written(row["text"], row["reasoning"], tokens)
