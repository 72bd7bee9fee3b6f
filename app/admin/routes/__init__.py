"""/api/admin, and /metrics: one module for each concern, all joined here."""

from fastapi import APIRouter

from app.admin.routes import (
    audit,
    belongings,
    choices,
    costs,
    late,
    metrics,
    models,
    money,
    people,
    retention,
    routes,
    shares,
    system,
    tiers,
)

router = APIRouter()
for concern in (
    money,
    costs,
    late,
    people,
    belongings,
    tiers,
    routes,
    models,
    choices,
    retention,
    shares,
    audit,
    system,
    metrics,
):
    router.include_router(concern.router)
