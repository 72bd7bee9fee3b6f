"""Spans tell what took how long and whose request it was, and nothing that anybody wrote."""

import subprocess
import sys
from collections.abc import AsyncIterator, Sequence

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app import tracing
from app.demo.faults import Fault
from tests.scripts import key_for, with_secret
from tests.studio import PASSWORD, Studio

EMBEDS = "openai/text-embedding-3-small"
WORDS = "nobody shall read these words"


@pytest.fixture
async def seen(studio: Studio) -> AsyncIterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    end = tracing.collected_by(SimpleSpanProcessor(exporter))
    yield exporter
    end()


def named(spans: Sequence[ReadableSpan], name: str, **attributes: object) -> list[ReadableSpan]:
    wanted = {key.replace("__", "."): value for key, value in attributes.items()}
    return [
        each
        for each in spans
        if each.name == name and wanted.items() <= dict(each.attributes or {}).items()
    ]


async def test_a_request_holds_its_gateway_call_and_its_writes_and_no_word_of_it(
    studio: Studio, seen: InMemorySpanExporter
) -> None:
    ada = await studio.person()
    key = await key_for(ada)
    async with with_secret(studio, key["secret"]) as http:
        body = {"model": EMBEDS, "input": WORDS}
        answer = await http.post("/v1/embeddings", json=body)
        studio.demo.script(path="/embeddings", answer=Fault.status(400, {"error": WORDS}))
        await http.post("/v1/embeddings", json=body)
    spans = seen.get_finished_spans()
    first, second = named(spans, "request", http__route="/v1/embeddings")
    told = dict(first.attributes or {})
    assert told["http.response.status_code"] == 200
    assert told["allucanget.request_id"] == answer.headers["x-request-id"]
    assert told["allucanget.user_id"] == ada.user["id"]
    assert (second.attributes or {})["http.response.status_code"] == 400

    def within(parent: ReadableSpan, name: str) -> list[ReadableSpan]:
        assert parent.context is not None
        trace = parent.context.trace_id
        return [
            each for each in named(spans, name) if each.context and each.context.trace_id == trace
        ]

    [call] = within(first, "gateway")
    assert (call.attributes or {})["allucanget.call"] == "embeddings"
    changes = [
        str((each.attributes or {})["allucanget.change"])
        for each in within(first, "database write")
    ]
    assert any("book" in change for change in changes)
    assert any("record" in change for change in changes)
    whole = " ".join(each.to_json() for each in spans)
    for secret in (WORDS, key["secret"], PASSWORD, "sk-or", ada.user["email"]):
        assert secret not in whole


async def test_the_framework_tells_other_collectors_nothing(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # It can be set once in a process, and never taken back.
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    ada = await studio.person()
    assert (await ada.http.get(f"/api/library/index?q={WORDS}")).is_success
    assert exporter.get_finished_spans() == ()


async def test_what_goes_wrong_is_told_by_its_kind_only(
    studio: Studio, seen: InMemorySpanExporter
) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.drop_before_answer())
    await ada.say(WORDS)
    [call] = named(seen.get_finished_spans(), "gateway", allucanget__call="chat/completions")
    assert call.status.description == "OutcomeUnknown"
    assert not call.events
    assert WORDS not in call.to_json()


def test_without_a_collector_nothing_of_it_is_even_loaded() -> None:
    code = "import sys, app.cli; sys.exit('opentelemetry.sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_collector_without_the_packages_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    with pytest.raises(tracing.NotInstalled, match=r"requirements-otel\.lock"):
        tracing.to_collector("http://127.0.0.1:4318")
