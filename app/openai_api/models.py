"""The models that a key may use, as OpenAI lists them: routes first."""

from typing import Any

from app.accounts.model import Caller
from app.catalog.model import Kind
from app.errors import NotFound
from app.generation.permission import may_make
from app.routing.patterns import allows_within
from app.routing.service import Router

Json = dict[str, Any]


async def models_for(router: Router, caller: Caller) -> list[Json]:
    """What both the key and its owner's tier allow, each name once."""
    offer = await router.offer(caller.user)
    kinds = [kind for kind in Kind if may_make(caller, kind)]
    found: dict[str, Json] = {}
    for route in offer.routes:
        if route.kind in kinds and _leads_somewhere(router, caller, route.kind, route.id):
            _add(found, route.id, route.kind, "allucanget", route.context_length)
    for kind in kinds:
        for model in router.catalogue.of_kind(kind):
            if offer.allows(model) and allows_within(caller.models, model.id, model.id):
                owner = model.id.partition("/")[0].lstrip("~")
                _add(found, model.id, kind, owner, model.context_length)
    return list(found.values())


async def model_for(router: Router, caller: Caller, name: str) -> Json:
    for model in await models_for(router, caller):
        if model["id"] == name:
            return model
    raise NotFound(f"The model {name} does not exist, or this API key may not use it.")


def _leads_somewhere(router: Router, caller: Caller, kind: Kind, route: str) -> bool:
    return router.leads_somewhere(caller.user, kind, route, caller.models)


def _add(found: dict[str, Json], name: str, kind: Kind, owner: str, context: int | None) -> None:
    """One name may stand for things of several kinds, such as the route auto."""
    known = found.setdefault(
        name,
        {"id": name, "object": "model", "created": 0, "owned_by": owner, "kinds": []},
    )
    known["kinds"].append(kind)
    if context:
        known["context_length"] = context
