"""What makes things, and what is done to them at night: started and stopped with the process."""

from dataclasses import dataclass

from app.accounts.service import Accounts
from app.admin.key_watch import KeyWatch
from app.db import Tx
from app.generation.calls import Calls
from app.generation.corrections import Corrections
from app.generation.ending import Endings
from app.generation.fallback import Fallbacks
from app.generation.runner import Runner
from app.generation.steps import Steps
from app.generation.text import Texts
from app.library.retention import Retention
from app.library.trash import Trash
from app.me.farewell import Farewells
from app.money import Micros
from app.sharing import repository as share_rows
from app.studio.address import callback_url
from app.studio.floor import Floor
from app.threads import repository as thread_rows


@dataclass(frozen=True)
class Workshop:
    """What makes things: started and stopped with the process."""

    texts: Texts
    calls: Calls
    runner: Runner
    endings: Endings
    corrections: Corrections
    key: KeyWatch


def workshop_of(floor: Floor, fallbacks: Fallbacks) -> Workshop:
    endings = Endings(floor.catalogue)
    steps = Steps(
        floor.db,
        floor.gateway,
        floor.catalogue,
        floor.media,
        floor.clock,
        floor.settings.download_max_bytes,
        floor.news,
        fallbacks,
        callback_url(floor.settings),
    )
    runner = Runner(
        floor.db,
        steps,
        floor.clock,
        floor.news,
        at_once=floor.settings.jobs_at_once,
        grace=floor.settings.stop_grace,
    )
    texts = Texts(
        floor.db,
        floor.gateway,
        floor.clock,
        floor.sleep,
        floor.news,
        endings,
        fallbacks,
        floor.counters.first_word,
    )
    corrections = Corrections(floor.db, floor.gateway, floor.clock, floor.news)
    calls = Calls(floor.db, floor.gateway, floor.clock, floor.sleep, fallbacks)
    key = KeyWatch(floor.gateway, floor.clock, Micros(floor.settings.key_low_micros))
    return Workshop(texts, calls, runner, endings, corrections, key)


def farewells_of(floor: Floor, workshop: Workshop, accounts: Accounts) -> Farewells:
    return Farewells(
        floor.db,
        floor.clock,
        accounts,
        workshop.texts,
        trash_of(floor),
        floor.media.files,
        floor.news,
    )


def trash_of(floor: Floor) -> Trash:
    """Also for the chore that empties it."""
    return Trash(floor.db, floor.media.files, floor.clock, _forget_purged)


def _forget_purged(tx: Tx) -> None:
    thread_rows.forget_purged(tx)
    share_rows.forget_purged(tx)


def retention_of(floor: Floor) -> Retention:
    """Also for the chore of every night."""
    return Retention(
        floor.db,
        floor.clock,
        trash_of(floor),
        floor.news,
        lambda: floor.house.now.keeping,
        thread_rows.retire,
    )
