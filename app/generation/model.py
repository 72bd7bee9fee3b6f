"""What a generation is, and what may become of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

from app.catalog.model import Kind, Quote, Role
from app.money import Micros
from app.usage.ledger import SYSTEM, Account

Param = str | int | float | bool
CostSource = Literal["gateway", "computed"]
Who = Literal["user", "admin", "nobody"]
Charged = Literal["yes", "no", "maybe"]


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        return self not in (State.QUEUED, State.RUNNING)


class Stage(StrEnum):
    """What a running generation is doing."""

    SUBMITTING = "submitting"
    WAITING = "waiting"
    DOWNLOADING = "downloading"
    STREAMING = "streaming"


@dataclass(frozen=True, slots=True)
class Input:
    """A file given along: an image to start from, to refer to, or to talk about."""

    media_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Cost:
    """What something did cost, and who said so."""

    amount: Micros
    source: CostSource


@dataclass(frozen=True, slots=True)
class Fault:
    """Why it ended badly, for the person. `who` can do something about it."""

    code: str
    message: str
    retryable: bool = False
    who: Who = "nobody"
    charged: Charged = "no"


@dataclass(frozen=True, slots=True)
class Link:
    """A model that may answer, with what it would be sent and what that was quoted at."""

    model: str
    params: Mapping[str, Param]
    amount: Micros | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A model that should have answered and did not, or was passed over for a reason."""

    model: str
    code: str
    message: str


@dataclass(frozen=True)
class Conversation:
    """A conversation that was brought along whole, in the gateway's own words.

    `kept` is what is written down of the messages, as JSON without the bytes of pictures, and
    `digest` the same for the same conversation. `chars` are the letters of all of it; `pictures`
    how many it shows, `shown` of them in the newest message that shows any.
    """

    messages: tuple[Mapping[str, Any], ...]
    options: Mapping[str, Any]
    kept: str
    digest: str
    chars: int
    pictures: int
    shown: int


@dataclass(frozen=True)
class Call:
    """Embeddings or speech: what is sent beside the model, of how many letters, and the same
    `digest` for the same."""

    fields: Mapping[str, Any]
    letters: int
    digest: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person asks for, before anybody has looked whether it can be done."""

    kind: Kind
    prompt: str
    model: str | None = None
    system: str | None = None
    params: Mapping[str, Param] = field(default_factory=dict[str, Param])
    inputs: tuple[Input, ...] = ()
    thread_id: str | None = None
    parent_id: str | None = None
    from_root: bool = False
    """In its thread, but following nothing: the first message, edited or asked again."""
    max_cost: Micros | None = None
    conversation: Conversation | None = None
    """Of which `prompt` is only what the person said last, to be known by."""
    call: Call | None = None
    """Then `prompt` is empty: what is sent is not kept."""

    @property
    def refers(self) -> bool:
        """Whether it names anything that is kept here."""
        return bool(self.inputs or self.thread_id or self.parent_id)

    @property
    def roles(self) -> Mapping[Role, int]:
        return Counter(each.role for each in self.inputs)


@dataclass(frozen=True, slots=True)
class Tokens:
    """As the gateway counted them, never guessed: None where it did not say. `reasoning` are some
    of the completion's, `cached` some of the prompt's."""

    prompt: int | None = None
    completion: int | None = None
    reasoning: int | None = None
    cached: int | None = None

    @classmethod
    def told(cls, *counts: int | None) -> Self | None:
        """None when nothing at all was counted."""
        return cls(*counts) if any(each is not None for each in counts) else None


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as it is written down. `tokens` None: nobody counted."""

    text: str = ""
    reasoning: str = ""
    tokens: Tokens | None = None


UNWRITTEN = Written()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """By which administrator a film that had been given up on is looked for again, and why."""

    actor: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One row. Its files and its text are kept beside it, see `view.py`."""

    id: str
    user_id: str
    key_id: str | None = None
    kind: Kind
    state: State
    stage: Stage | None = None
    model: str
    """As asked: a model or a route."""
    chosen: str
    """The model to ask: at booking the first of `chain`, later perhaps one further on."""
    chain: tuple[Link, ...] = ()
    """Who may answer, in order, as it was when it was booked."""
    max_cost: Micros | None = None
    """What the person allowed, if they said."""
    answered_by: str | None = None
    prompt: str
    system: str | None = None
    params: Mapping[str, Param]
    inputs: tuple[Input, ...] = ()
    thread_id: str | None = None
    parent_id: str | None = None
    quote: Quote
    cost: Micros | None = None
    cost_source: CostSource | None = None
    error: Fault | None = None
    attempts: tuple[Attempt, ...] = ()
    gateway_id: str | None = None
    """The gateway's name for it: the job of a video, the id under which its cost is found."""
    favourite: bool = False
    title: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    deleted_at: datetime | None = None
    purged_at: datetime | None = None
    """When what it held was removed for good."""
    events: int = 0
    changed: int = 0
    asked_again: AskedAgain | None = None
    """Of a step's own, and not in its row."""

    @property
    def account(self) -> Account:
        """Whom its money belongs to, and who moves it."""
        actor = self.asked_again.actor if self.asked_again else SYSTEM
        return Account(self.id, self.user_id, self.key_id, actor, self.quote.price_version or None)

    def ended_as(
        self,
        state: State,
        at: datetime,
        *,
        error: Fault | None,
        answered_by: str | None,
        gateway_id: str | None,
        events: int,
        cost: Cost | None,
    ) -> "Generation":
        """The same once it has ended; what is None then stays as it was, but for the error."""
        return replace(
            self,
            state=state,
            stage=None,
            error=error,
            finished_at=at,
            answered_by=self.answered_by if answered_by is None else answered_by,
            gateway_id=self.gateway_id if gateway_id is None else gateway_id,
            events=events,
            cost=cost.amount if cost else self.cost,
            cost_source=cost.source if cost else self.cost_source,
        )

    @property
    def links_left(self) -> tuple[Link, ...]:
        """Who may still stand in for the chosen model."""
        models = [link.model for link in self.chain]
        return self.chain[models.index(self.chosen) + 1 :] if self.chosen in models else ()

    @property
    def expected(self) -> Micros | None:
        """What the chosen model was quoted at."""
        amounts = [link.amount for link in self.chain if link.model == self.chosen]
        return amounts[0] if amounts else self.quote.amount

    def inputs_as(self, role: Role) -> tuple[str, ...]:
        """The ids of the files given in this role, in order."""
        return tuple(each.media_id for each in self.inputs if each.role == role)


@dataclass(frozen=True, slots=True)
class Job:
    """A generation with something left to do, as it was before it was taken."""

    generation: Generation
    failures: int = 0
    missing: int = 0
    heard_at: datetime | None = None
    asked_again: AskedAgain | None = None
