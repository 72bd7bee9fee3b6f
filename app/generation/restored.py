"""What must not go on by itself once the database is an older state of what really happened."""

from app.db import Tx


def hold_back(tx: Tx) -> int:
    """Send nothing that was still to be sent: it may have been sent since. Returns how many.

    Each is left as by a process that died with the request on its way, so the runner ends it
    `unknown`, with its money on hold for an administrator. What the gateway had already taken
    goes on being asked after.
    """
    held = tx.rows(
        """
        UPDATE generations
           SET state = 'running', stage = 'submitting', changed = nextval('changes'),
               started_at = coalesce(started_at, created_at)
         WHERE state = 'queued'
        RETURNING id
        """
    )
    return len(held)
