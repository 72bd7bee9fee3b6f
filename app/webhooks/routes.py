"""/api/webhooks: where one's own programs are told what has ended. No key reaches these routes."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from app.accounts.current import CurrentCaller
from app.accounts.key_forms import Rotation
from app.web import provided
from app.web.routes import Routes
from app.webhooks.forms import (
    ChangedWebhook,
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    NewWebhookView,
    WebhooksView,
    WebhookView,
)
from app.webhooks.service import Webhooks


async def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = Routes(prefix="/api/webhooks", tags=["webhooks"], dependencies=[Depends(_private)])

Hooks = Annotated[Webhooks, provided(Webhooks)]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("")
async def list_webhooks(caller: CurrentCaller, hooks: Hooks) -> WebhooksView:
    """Your webhooks, the newest first, without their secrets."""
    now = hooks.clock()
    return WebhooksView(items=[WebhookView.of(each, now) for each in await hooks.all_of(caller)])


@router.post("", status_code=201)
async def create_webhook(form: NewWebhook, caller: CurrentCaller, hooks: Hooks) -> NewWebhookView:
    """Be told, from now on, what has ended. This is the only time the secret is told."""
    webhook, secret = await hooks.create(caller, form.wish())
    return NewWebhookView.of(webhook, hooks.clock(), secret=secret)


@router.get("/{webhook_id}")
async def get_webhook(webhook_id: str, caller: CurrentCaller, hooks: Hooks) -> WebhookView:
    """One of your webhooks."""
    return WebhookView.of(await hooks.one_of(caller, webhook_id), hooks.clock())


@router.patch("/{webhook_id}")
async def change_webhook(
    webhook_id: str, form: ChangedWebhook, caller: CurrentCaller, hooks: Hooks
) -> WebhookView:
    """Rename it, send it elsewhere, choose what it is told of, switch it off or on again."""
    changed = await hooks.change(caller, webhook_id, form.changes())
    return WebhookView.of(changed, hooks.clock())


@router.delete("/{webhook_id}", status_code=204)
async def delete_webhook(webhook_id: str, caller: CurrentCaller, hooks: Hooks) -> None:
    """Delete it, with its deliveries. What is pending is not sent any more."""
    await hooks.delete(caller, webhook_id)


@router.post("/{webhook_id}/rotate")
async def rotate_secret(
    webhook_id: str, caller: CurrentCaller, hooks: Hooks, form: Rotation | None = None
) -> NewWebhookView:
    """A new secret. For 24 hours, unless said otherwise, the old one is signed with as well."""
    webhook, secret = await hooks.rotate(caller, webhook_id, (form or Rotation()).overlap)
    return NewWebhookView.of(webhook, hooks.clock(), secret=secret)


@router.post("/{webhook_id}/test")
async def test_webhook(webhook_id: str, caller: CurrentCaller, hooks: Hooks) -> DeliveryView:
    """Send a `webhook.test` now, once, and tell what came of it. Takes up to 15 s."""
    return DeliveryView.of(await hooks.test(caller, webhook_id))


@router.get("/{webhook_id}/deliveries")
async def list_deliveries(
    webhook_id: str,
    caller: CurrentCaller,
    hooks: Hooks,
    before: UUID | None = None,
    limit: Limit = 50,
) -> DeliveryPage:
    """What was to be delivered in the last 30 days, the newest first."""
    page = await hooks.deliveries(caller, webhook_id, str(before) if before else None, limit)
    return DeliveryPage(items=[DeliveryView.of(each) for each in page.items], next=page.next)


@router.post("/{webhook_id}/deliveries/{delivery_id}/redeliver", status_code=202)
async def redeliver(
    webhook_id: str, delivery_id: UUID, caller: CurrentCaller, hooks: Hooks
) -> DeliveryView:
    """Send it once more, under the same id, as the generation is now."""
    delivery = await hooks.redeliver(caller, webhook_id, str(delivery_id))
    return DeliveryView.of(delivery)
