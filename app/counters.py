"""What is counted while the process runs, for `GET /metrics`.

Names of routes, models and results only: nobody's name, and nothing anybody wrote.
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

disable_created_metrics()  # when each was first counted: half the text, and nobody asks

QUICK = (0.005, 0.02, 0.1, 0.5, 2, 10, 40)
"""Seconds. From what is answered from memory up to a long poll."""

FIRST_WORD = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)
"""Seconds."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


class Counters:
    """One for each app, with a registry of its own. May be told from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "allucanget_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "allucanget_request_seconds",
            "From a request to the beginning of its answer.",
            ("route",),
            buckets=QUICK,
            registry=self.registry,
        )
        self._first_words = Histogram(
            "allucanget_first_word_seconds",
            "From asking for a text to its first word, waiting for another model included.",
            buckets=FIRST_WORD,
            registry=self.registry,
        )
        self._gateway_calls = Counter(
            "allucanget_gateway_calls",
            "Requests to the gateway, by the status it began to answer with.",
            ("call", "result"),
            registry=self.registry,
        )
        self._webhooks = Counter(
            "allucanget_webhooks",
            "Webhooks posted, by the status of the answer; none if none came.",
            ("result",),
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request, by the pattern of its route: anything else could be made up without end."""
        known = method if method in METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def first_word(self, seconds: float) -> None:
        self._first_words.observe(seconds)

    def webhook_posted(self, result: str) -> None:
        self._webhooks.labels(result).inc()

    def gateway_called(self, call: str, result: str) -> None:
        self._gateway_calls.labels(call, result).inc()
