"""/api/admin, and /metrics: one module for each concern, all joined here."""

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

ROUTERS = (
    money.router,
    costs.router,
    late.router,
    people.router,
    belongings.router,
    tiers.router,
    routes.router,
    models.router,
    choices.router,
    retention.router,
    shares.router,
    audit.router,
    system.router,
    metrics.router,
)
