"""OpenTelemetry, for those who want it and have installed requirements-otel.lock."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app import __version__, spans
from app.spans import Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.sdk.trace.export import SpanExporter

NOT_INSTALLED = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed. Install it with "
    "`pip install --require-hashes -r requirements-otel.lock`, or take the setting back."
)


class NotInstalled(Exception):
    """The message is for the operator."""


def to_collector(endpoint: str) -> Callable[[], None]:
    """Send spans to the collector at `endpoint`, over OTLP and HTTP, until what is returned is
    called. What is under way is sent then. Raises NotInstalled."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # pyright: ignore[reportMissingImports]
            OTLPSpanExporter,  # pyright: ignore[reportUnknownVariableType]
        )
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise NotInstalled(NOT_INSTALLED) from error
    exporter: SpanExporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")  # pyright: ignore[reportUnknownVariableType]
    return collected_by(BatchSpanProcessor(exporter))  # pyright: ignore[reportUnknownArgumentType]


def collected_by(processor: "SpanProcessor") -> Callable[[], None]:
    """Give spans to this processor, until what is returned is called."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Status, StatusCode

    who = Resource.create({"service.name": "allucanget", "service.version": __version__})
    provider = TracerProvider(resource=who, shutdown_on_exit=False)
    provider.add_span_processor(processor)
    tracer = provider.get_tracer("allucanget", __version__)

    @contextmanager
    def begin(name: str, attributes: Mapping[str, str | int]) -> Generator[Span]:
        # What an error says may be somebody's words, so only its kind is told.
        with tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    spans.collect(begin)

    def end() -> None:
        spans.collect(None)
        provider.shutdown()

    return end
