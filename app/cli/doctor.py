"""`doctor`: whether everything the studio needs is there, and what to do about what is not."""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from PIL import features

from app.backup.keeping import all_kept
from app.backup.repository import migration
from app.cli.common import settings
from app.clock import utc_now
from app.db.backup import in_use
from app.db.contents import UnreadableFile, read_file
from app.db.migrate import migrations_in
from app.errors import AppError
from app.gateway.client import Gateway
from app.gateway.errors import GatewayMisconfigured
from app.gateway.model import KeyInfo
from app.gateway.transport import open_http
from app.main import ROOT
from app.money import show
from app.settings import Settings
from app.studio import OPENROUTER

GIB = 1024**3
DECODERS = ("h264", "hevc", "vp9", "av1", "mpeg4", "aac", "opus")
PICTURES = ("jpg", "webp", "zlib")

Verdict = Literal["ok", "look", "bad"]
MARKS: dict[Verdict, str] = {"ok": "ok  ", "look": "look", "bad": "BAD "}


@dataclass(frozen=True, slots=True)
class Finding:
    """`told` is a sentence, and says what to do unless all is well."""

    verdict: Verdict
    what: str
    told: str


def doctor() -> None:
    """Check settings, folders, disk, database, codecs and the gateway's key, and say what to do.
    Ends with 1 if the studio cannot work like this. Changes nothing."""
    chosen = settings()
    found = [Finding("ok", "settings", "All of them can be used."), *_findings(chosen)]
    for each in found:
        print(f"{MARKS[each.verdict]}  {each.what}: {each.told}", flush=True)
    bad = sum(each.verdict == "bad" for each in found)
    print("Everything the studio needs is there." if not bad else f"{bad} of these keep it down.")
    raise SystemExit(1 if bad else 0)


def _findings(chosen: Settings) -> Iterator[Finding]:
    yield _folder("DATA_DIR", chosen.data_dir)
    yield _folder("BACKUP_DIR", chosen.backup_dir)
    yield _disk(chosen)
    yield _database(chosen)
    yield _backups(chosen, utc_now())
    yield _films()
    yield _pictures()
    yield _page()
    yield _port(chosen)
    yield _address(chosen)
    yield _key(chosen)


def _folder(what: str, folder: Path) -> Finding:
    """Whether we may write there; what is not there yet is made by the server."""
    there = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        owner = f"the user {os.getuid()}"
        told = f"{there} cannot be written: {error.strerror}. Give {owner} the right to, or own it."
        return Finding("bad", what, told)
    return Finding("ok", what, f"{folder} can be written.")


def _existing(folder: Path) -> Path:
    """Itself, or that of its parents in which it would be made."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _disk(chosen: Settings) -> Finding:
    free, least = shutil.disk_usage(_existing(chosen.data_dir)).free, chosen.min_free_bytes
    told = f"{free / GIB:,.1f} GiB are free"
    if free < least:
        told += f", less than MIN_FREE_BYTES ({least / GIB:,.1f} GiB), so nothing new is made."
        return Finding("bad", "disk", f"{told} Make room.")
    if free < 2 * least:
        return Finding("look", "disk", f"{told}, not far from MIN_FREE_BYTES. Make room soon.")
    return Finding("ok", "disk", f"{told}.")


def _database(chosen: Settings) -> Finding:
    path, newest = chosen.database_path, len(migrations_in(ROOT / "migrations"))
    if not path.exists():
        return Finding("ok", "database", f"There is none yet; the first start makes {path}.")
    if in_use(path):
        return Finding("ok", "database", "A server has it open, so it opens.")
    try:
        number = read_file(path, migration)
    except UnreadableFile as error:
        told = f"{error} Run `recover`, or `restore` with a copy from {chosen.backup_dir}."
        return Finding("bad", "database", told)
    if number > newest:
        told = f"It is of a newer version ({number}; this one knows {newest}). Start that one."
        return Finding("bad", "database", told)
    if number < newest:
        told = f"It opens; the next start brings it from shape {number} to {newest}, after a copy."
        return Finding("ok", "database", told)
    return Finding("ok", "database", f"It opens, in the newest shape ({newest}).")


def _backups(chosen: Settings, now: datetime) -> Finding:
    if not chosen.backup_every:
        told = "BACKUP_EVERY is 0, so no copies are made. Run `backup` now and then."
        return Finding("look", "backups", told)
    kept = all_kept(chosen.backup_dir) if chosen.backup_dir.is_dir() else []
    if not kept:
        return Finding("ok", "backups", "There is none yet; the server makes the first one soon.")
    newest = max(each.made_at for each in kept)
    if now - newest > 2 * chosen.backup_every:
        told = f"The newest is of {newest:%Y-%m-%d %H:%M} UTC. Does the server run? Is there room?"
        return Finding("look", "backups", told)
    return Finding("ok", "backups", f"The newest of {len(kept)} is of {newest:%Y-%m-%d %H:%M} UTC.")


def _films() -> Finding:
    # Every command loads this module, and FFmpeg is large.
    import av

    missing = [each for each in DECODERS if each not in av.codecs_available]
    if missing:
        told = f"PyAV cannot open {', '.join(missing)}. Install it from its wheel: `make setup`."
        return Finding("bad", "films", told)
    return Finding("ok", "films", f"PyAV {av.__version__} opens them.")


def _pictures() -> Finding:
    missing = [each for each in PICTURES if not features.check(each)]
    if missing:
        told = f"Pillow lacks {', '.join(missing)}. Install it from its wheel: `make setup`."
        return Finding("bad", "pictures", told)
    return Finding("ok", "pictures", "Pillow opens them.")


def _page() -> Finding:
    if not (ROOT / "static/vendor").is_dir():
        return Finding("bad", "page", "static/vendor is missing. Run `make setup`.")
    return Finding("ok", "page", "Its libraries are there.")


def _port(chosen: Settings) -> Finding:
    if chosen.database_path.exists() and in_use(chosen.database_path):
        return Finding("ok", "port", "A server runs with this DATA_DIR.")
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    try:
        socket.create_server((chosen.host, chosen.port), family=family).close()
    except OSError as error:
        told = (
            f"{chosen.host}:{chosen.port} cannot be served: {error.strerror}. Choose another PORT."
        )
        return Finding("bad", "port", told)
    return Finding("ok", "port", f"{chosen.host}:{chosen.port} is free.")


def _address(chosen: Settings) -> Finding:
    if chosen.public_url is None:
        told = "PUBLIC_URL is not set, so any host name is served. Set it once people come by one."
        return Finding("look", "address", told)
    return Finding("ok", "address", f"People come to {chosen.public_url}.")


def _key(chosen: Settings) -> Finding:
    if chosen.demo:
        told = "No OPENROUTER_API_KEY, so the demo gateway answers and nothing costs money."
        return Finding("look", "gateway", told)
    try:
        known = asyncio.run(_asked(chosen))
    except GatewayMisconfigured as error:
        return Finding("bad", "gateway", f"{error.operator_reason} Check OPENROUTER_API_KEY.")
    except AppError as error:
        told = f"{error.detail} Check the network, OPENROUTER_BASE_URL, and any proxy in between."
        return Finding("bad", "gateway", told)
    left = known.limit_remaining
    if left is not None and left < chosen.key_low_micros:
        told = (
            f"The key {known.label} works, but only {show(left)} of its limit are left. Raise it."
        )
        return Finding("look", "gateway", told)
    return Finding("ok", "gateway", f"The key {known.label} works.")


async def _asked(chosen: Settings) -> KeyInfo:
    async with open_http(None) as http:
        base = str(chosen.openrouter_base_url or OPENROUTER)
        return await Gateway(http, base, chosen.openrouter_api_key, clock=utc_now).key()
