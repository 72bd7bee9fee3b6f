"""Files that came with a form, as uploads of whoever sent them."""

import hashlib
from collections.abc import AsyncIterator
from typing import BinaryIO

from starlette.datastructures import UploadFile

from app.db import Tx
from app.media.files import MIB


def sha256_of(file: BinaryIO) -> str:
    """Of all of it; it is at its beginning again afterwards. Blocks."""
    digest = hashlib.sha256()
    while piece := file.read(MIB):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def same_upload(tx: Tx, user_id: str, sha256: str) -> str | None:
    """The upload of this person that has these very bytes, if there is one."""
    row = tx.row(
        """
        SELECT id FROM media
         WHERE user_id = $user_id AND sha256 = $sha256
           AND generation_id IS NULL AND deleted_at IS NULL
         ORDER BY id LIMIT 1
        """,
        user_id=user_id,
        sha256=sha256,
    )
    return None if row is None else str(row["id"])


async def pieces_of(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(MIB):
        yield piece
