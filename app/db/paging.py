"""What lists share: search patterns, and cursors that stay true while rows are added."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.errors import BadInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def containing(words: str) -> str:
    r"""A pattern for `ILIKE $pattern ESCAPE '\'` that finds `words` as they are written."""
    escaped = words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def cursor_of(at: datetime, last_id: str) -> str:
    """The place after a row in a list ordered by time and id, newest first."""
    return f"{(at - EPOCH) // MICROSECOND}_{last_id}"


def place_of(cursor: str) -> tuple[datetime, str]:
    """What `cursor_of` was made from. Raises BadInput for anything else."""
    stamp, _, last_id = cursor.partition("_")
    try:
        return EPOCH + int(stamp) * MICROSECOND, str(UUID(last_id))
    except (ValueError, OverflowError) as error:
        raise BadInput("This is not a place in this list.", field="before") from error
