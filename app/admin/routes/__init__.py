"""/api/admin, and /metrics: one module for each concern, all joined here."""

from fastapi import APIRouter

from app.admin.routes import late, metrics, models, money, routes, system, tiers

router = APIRouter()
for concern in (money, late, tiers, routes, models, system, metrics):
    router.include_router(concern.router)
