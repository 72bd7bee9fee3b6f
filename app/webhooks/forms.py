"""What people send to /api/webhooks, and what they get back. A secret is in two answers only."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from app.accounts.forms import Name
from app.catalog.model import Kind
from app.webhooks.model import Delivery, Event, Off, Progress, Webhook
from app.webhooks.service import Changes, Wish

# `HttpUrl` brings a URL into the one form that everybody reads alike: what comes after needs that.
Told = Literal[Kind.TEXT, Kind.IMAGE, Kind.VIDEO]
EVERYTHING: list[Told] = [Kind.TEXT, Kind.IMAGE, Kind.VIDEO]
Kinds = Annotated[list[Told], Field(min_length=1, max_length=len(EVERYTHING))]
Events = Annotated[list[Event], Field(min_length=1, max_length=len(Event))]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewWebhook(_Form):
    """Without `kinds` and `events` it is told of everything; with `key_id` only of what is made
    with that API key."""

    name: Name
    url: HttpUrl
    kinds: Kinds = EVERYTHING
    events: Events = list(Event)
    key_id: str | None = None

    def wish(self) -> Wish:
        kinds, events = frozenset(self.kinds), frozenset(self.events)
        return Wish(self.name, str(self.url), kinds, events, self.key_id)


class ChangedWebhook(_Form):
    """Only what is given is changed. `enabled` switches it off, or on again."""

    name: Name = ""
    url: HttpUrl = HttpUrl("https://example.org")
    kinds: Kinds = EVERYTHING
    events: Events = list(Event)
    enabled: bool = True

    def changes(self) -> Changes:
        whole = Changes(
            name=self.name,
            url=str(self.url),
            kinds=frozenset(self.kinds),
            events=frozenset(self.events),
            on=self.enabled,
        )
        given = {"on" if each == "enabled" else each for each in self.model_fields_set}
        for absent in set(whole) - given:
            del whole[absent]
        return whole


class WebhookView(BaseModel):
    """A webhook as its owner sees it. `disabled_reason` says why nothing is sent: `owner` switched
    it off, it was `failing` for days, its receiver said that it is `gone`, or `key-changed`: the
    server's own key is another one, so a new secret has to be made."""

    id: str
    name: str
    url: str
    kinds: list[Kind]
    events: list[Event]
    key_id: str | None
    enabled: bool
    disabled_reason: Off | None
    disabled_at: datetime | None
    failing_since: datetime | None
    older_secret_until: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, webhook: Webhook, now: datetime, **more: str) -> Self:
        return cls(
            id=webhook.id,
            name=webhook.name,
            url=webhook.url,
            kinds=sorted(webhook.kinds),
            events=sorted(webhook.events),
            key_id=webhook.key_id,
            enabled=webhook.off_at is None,
            disabled_reason=webhook.off_why,
            disabled_at=webhook.off_at,
            failing_since=webhook.failing_since,
            older_secret_until=webhook.old_until if webhook.old_salt_at(now) else None,
            created_at=webhook.created_at,
            **more,
        )


class NewWebhookView(WebhookView):
    """With the secret, which is shown this once."""

    secret: str


class WebhooksView(BaseModel):
    items: list[WebhookView]
    next: None = None


class DeliveryView(BaseModel):
    """One event for one webhook. `last_status` is of the receiver's answer, `last_error` a sentence
    for when there was none; `next_attempt_at` is told while it is pending."""

    id: str
    event_id: str
    event: str
    generation_id: str | None
    state: Progress
    attempts: int
    last_attempt_at: datetime | None
    last_status: int | None
    last_error: str | None
    next_attempt_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        return cls(
            id=delivery.id,
            event_id=delivery.event_id,
            event=delivery.event,
            generation_id=delivery.generation_id,
            state=delivery.state,
            attempts=delivery.attempts,
            last_attempt_at=delivery.last_at,
            last_status=delivery.last_status,
            last_error=delivery.last_error,
            next_attempt_at=delivery.due_at,
            created_at=delivery.created_at,
        )


class DeliveryPage(BaseModel):
    items: list[DeliveryView]
    next: str | None
