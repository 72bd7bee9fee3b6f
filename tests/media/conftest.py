"""A media store on a real disk and a real database."""

from pathlib import Path

import pytest

from app.db.duck import DuckDatabase
from app.media.files import MediaFiles
from app.media.opener import Opener
from app.media.service import MediaStore
from tests.conftest import TurnableClock

MIB = 1024 * 1024


@pytest.fixture
def store(database: DuckDatabase, clock: TurnableClock, tmp_path: Path) -> MediaStore:
    return MediaStore(
        db=database,
        files=MediaFiles(tmp_path / "media"),
        opener=Opener(),
        clock=clock,
        upload_max_bytes=4 * MIB,
    )
