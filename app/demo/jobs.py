"""Video jobs: what was ordered, how each will end, and where it stands by the clock.

With a state folder every job is one small JSON file, written before its 202 goes out, so that
jobs outlive this process. Films are not kept: they are drawn again from the order.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.demo.wire import Json


@dataclass(frozen=True, slots=True)
class VideoOutcome:
    """How a video job goes. Tests script it; the defaults are an ordinary success.

    `status` may be any word, also one OpenRouter does not know (the job then never ends).
    `seconds` overrides how long the job takes. `lifetime` is how many seconds after completion
    the output stays: afterwards its content is 410. `webhooks` is how often a `callback_url` is
    told of the end, `webhook_after` how many seconds after it.
    """

    status: str = "completed"
    error: str | Json | None = None
    seconds: float | None = None
    in_progress: bool = True
    usage: bool = True
    outputs: int = 1
    signed_urls: bool | None = None
    relative_polling_url: bool | None = None
    old_style_id: bool = False
    generation_id: bool = True
    lifetime: float = 3600.0
    webhooks: int = 1
    webhook_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One accepted POST /videos. `fingerprint` is the same for the same body."""

    id: str
    body: Json
    cost: Decimal
    submitted_at: datetime
    seconds: float
    outcome: VideoOutcome = field(default_factory=VideoOutcome)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def ends_at(self) -> datetime:
        return self.submitted_at + timedelta(seconds=self.seconds)

    @property
    def expires_at(self) -> datetime:
        return self.ends_at + timedelta(seconds=self.outcome.lifetime)

    def status(self, now: datetime) -> str:
        """Where it stands at `now`."""
        if now >= self.ends_at:
            return self.outcome.status
        begun = self.submitted_at + timedelta(seconds=self.seconds / 4)
        return "in_progress" if now >= begun and self.outcome.in_progress else "pending"


class JobBook:
    """All jobs by id, on disk too if there is a folder for it."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._jobs: dict[str, Job] = {}
        self._submits: dict[str, int] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.json")):
                self._keep(_from_json(json.loads(path.read_text(encoding="utf-8"))))

    def add(self, job: Job) -> None:
        if self._folder is not None:
            path = self._folder / f"{job.id}.json"
            # Written beside and renamed: a process killed here leaves the whole job or none.
            path.with_suffix(".new").write_text(json.dumps(_to_json(job)), encoding="utf-8")
            path.with_suffix(".new").replace(path)
        self._keep(job)

    def find(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def submits(self, job: Job) -> int:
        """How often exactly this order was accepted. More than 1 means it was bought twice."""
        return self._submits[job.fingerprint]

    def clear(self) -> None:
        for path in self._folder.glob("*.json") if self._folder else ():
            path.unlink()
        self._jobs.clear()
        self._submits.clear()

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))

    def __len__(self) -> int:
        return len(self._jobs)

    def _keep(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._submits[job.fingerprint] = self._submits.get(job.fingerprint, 0) + 1


def _to_json(job: Job) -> Json:
    return {
        "id": job.id,
        "body": job.body,
        "cost": str(job.cost),
        "submitted_at": job.submitted_at.isoformat(),
        "seconds": job.seconds,
        "outcome": asdict(job.outcome),
    }


def _from_json(document: Any) -> Job:
    return Job(
        document["id"],
        document["body"],
        Decimal(document["cost"]),
        datetime.fromisoformat(document["submitted_at"]),
        document["seconds"],
        VideoOutcome(**document["outcome"]),
    )
