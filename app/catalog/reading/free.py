"""What is really free. A price of 0 is not enough: the gateway writes it for "see elsewhere"."""

from app.catalog.pricing.rates import Prices

FREE_SUFFIX = ":free"
FREE_ROUTERS = frozenset({"openrouter/free"})


def is_free(model_id: str, prices: Prices) -> bool:
    """Called free by its id, and not contradicted by a published price."""
    called_free = model_id.endswith(FREE_SUFFIX) or model_id in FREE_ROUTERS
    return called_free and all(rate.usd == 0 for tariff in prices.tariffs for rate in tariff)
