"""The key that signs access tokens: given by the operator, or made once and kept."""

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path, given: str | None) -> str:
    """`given`, or the one kept in `data_dir`, which is made on the first start.

    The file is readable by its owner only, and written whole or not at all.
    """
    if given:
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        fresh = kept.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(kept)
    return kept.read_text(encoding="ascii").strip()
