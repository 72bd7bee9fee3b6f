"""What is in a saved folder: `manifest.json`, written last, so that a folder with one is whole."""

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from app.backup.repository import Sums
from app.db.backup import sync

NAME = "manifest.json"
DATABASE = "allucanget.duckdb"


class NotABackup(Exception):
    """This folder cannot be restored. The message tells the operator why."""


def _inside(path: str) -> str:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or str(pure) in (".", NAME):
        raise ValueError("leads out of the folder")
    return path


class SavedFile(BaseModel):
    """A file as it was saved, by its path below the folder, which is also that below DATA_DIR."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, AfterValidator(_inside)]
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """Holds no secrets: what is secret is in the files it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    version: str
    """Of the program that saved it."""
    made_at: datetime
    migration: int
    sums: Sums
    rows: dict[str, int]
    """By table. Their checksums are left out: another version of DuckDB computes others."""
    files: tuple[SavedFile, ...]
    missing: tuple[str, ...]
    """Files that the database names, and that were gone when it was saved."""
    damaged: tuple[str, ...]
    """Files that were not what had once been stored. They are saved as they were."""

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.files)

    @property
    def database(self) -> SavedFile:
        return next(each for each in self.files if each.path == DATABASE)

    def write(self, folder: Path) -> None:
        """The last step of saving: all files are there, and on the disk for good."""
        unfinished = folder / f"{NAME}.unfinished"
        unfinished.write_text(self.model_dump_json(indent=1), encoding="utf-8")
        sync(unfinished)
        unfinished.rename(folder / NAME)
        sync(folder)


def read_manifest(folder: Path) -> Manifest:
    """Raises NotABackup."""
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotABackup(
            f"{folder} is no whole backup: it has no {NAME}, which is written last."
        ) from error
    except ValidationError as error:
        raise NotABackup(
            f"{folder / NAME} cannot be read: {error.errors()[0]['msg']}. Is it of a newer version?"
        ) from error
    if not any(each.path == DATABASE for each in manifest.files):
        raise NotABackup(f"{folder / NAME} names no database.")
    return manifest
