"""Text: what is said, what it costs, and who is refused."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions
from tests.conftest import TurnableClock
from tests.demo.asking import chat, streamed
from tests.demo.conftest import BASE_URL, KEY


async def said(http: httpx.AsyncClient, **body: Any) -> str:
    answer = await http.post("/chat/completions", json=chat(**body))
    return answer.json()["choices"][0]["message"]["content"]


async def test_an_answer_is_markdown_about_the_prompt(http: httpx.AsyncClient) -> None:
    text = await said(http, prompt="Compare tea and coffee in a table, with python code")
    assert text.startswith("## Compare tea and coffee")
    for piece in ("- **", "```python", "| Way |"):
        assert piece in text


async def test_the_same_prompt_gets_the_same_answer(http: httpx.AsyncClient) -> None:
    assert await said(http, prompt="Tides") == await said(http, prompt="Tides")
    assert await said(http, prompt="Tides") != await said(http, prompt="Rivers")


async def test_as_many_words_come_as_were_asked_for(http: httpx.AsyncClient) -> None:
    text = await said(http, prompt="Write 500 words about rain")
    assert len(text.split()) == 500


async def test_a_stream_says_the_same_as_the_whole_answer(http: httpx.AsyncClient) -> None:
    chunks = await streamed(http, "/chat/completions", chat("Rain", stream=True))
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert "".join(delta["content"] for delta in deltas) == await said(http, prompt="Rain")


async def test_a_reasoning_model_thinks_before_it_speaks(http: httpx.AsyncClient) -> None:
    body = chat("Rain", "deepseek/deepseek-r1-0528", stream=True)
    chunks = await streamed(http, "/chat/completions", body)
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    thinking = ["reasoning" in delta for delta in deltas]
    assert thinking == sorted(thinking, reverse=True)
    assert chunks[-1]["usage"]["completion_tokens_details"]["reasoning_tokens"] == sum(thinking)


async def test_thoughts_can_eat_up_all_tokens(http: httpx.AsyncClient) -> None:
    body = chat(model="openai/gpt-5-nano", max_tokens=16)
    choice = (await http.post("/chat/completions", json=body)).json()["choices"][0]
    assert (choice["finish_reason"], choice["message"]["content"]) == ("length", "")


async def test_tokens_cost_what_the_catalogue_says(http: httpx.AsyncClient) -> None:
    answer = await http.post("/chat/completions", json=chat(model="anthropic/claude-haiku-4.5"))
    usage = answer.json()["usage"]
    dollars = (usage["prompt_tokens"] * 1 + usage["completion_tokens"] * 5) / 1_000_000
    assert usage["cost"] == pytest.approx(dollars)


async def test_a_free_model_costs_nothing_and_is_counted(http: httpx.AsyncClient) -> None:
    body = chat(model="liquid/lfm-2.5-2.6b:free")
    answer = await http.post("/chat/completions", json=body)
    assert answer.json()["usage"]["cost"] == 0
    key = (await http.get("/key")).json()["data"]
    assert key["free_model_daily_requests"]["used"] == 1


async def test_a_search_of_the_web_costs_and_tells_what_it_found(http: httpx.AsyncClient) -> None:
    plain = (await http.post("/chat/completions", json=chat("Tides"))).json()
    plugins = [{"id": "web", "max_results": 3}]
    asked = chat("Tides", plugins=plugins)
    searched = (await http.post("/chat/completions", json=asked)).json()
    notes = searched["choices"][0]["message"]["annotations"]
    assert [note["type"] for note in notes] == ["url_citation"] * 3
    assert "annotations" not in plain["choices"][0]["message"]
    assert searched["usage"]["prompt_tokens"] > plain["usage"]["prompt_tokens"]
    assert searched["usage"]["cost"] >= plain["usage"]["cost"] + 3 * 0.004
    chunks = await streamed(http, "/chat/completions", chat("Tides", plugins=plugins, stream=True))
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert [delta["annotations"] for delta in deltas if "annotations" in delta] == [notes]
    off = chat("Tides", plugins=[{"id": "web", "enabled": False}])
    assert (await http.post("/chat/completions", json=off)).json()["usage"] == plain["usage"]


async def test_text_comes_while_it_is_being_written(clock: TurnableClock) -> None:
    asked_to_wait: list[float] = []
    release = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asked_to_wait.append(seconds)
        if len(asked_to_wait) > 3:
            await release.wait()

    transport = DemoGateway(DemoOptions(), clock=clock, sleep=sleep).transport()
    async with (
        httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=KEY) as http,
        http.stream("POST", "/chat/completions", json=chat(stream=True)) as answer,
    ):
        lines = answer.aiter_lines()
        arrived = [await anext(lines) for _ in range(6)]
        assert not release.is_set()
        assert sum(line.startswith("data:") for line in arrived) == 2


async def test_who_hangs_up_pays_for_what_was_said(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    body = chat("Write 2000 words", stream=True)
    async with http.stream("POST", "/chat/completions", json=body) as answer:
        generation_id = answer.headers["x-generation-id"]
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                break
    looked_up = await http.get("/generation", params={"id": generation_id})
    found = looked_up.json()["data"]
    assert (found["cancelled"], found["tokens_completion"]) == (True, 1)
    assert 0 < found["total_cost"] < 0.0001


async def test_the_router_names_the_model_that_answered(http: httpx.AsyncClient) -> None:
    answer = await http.post("/chat/completions", json=chat(model="openrouter/auto"))
    assert answer.json()["model"] == "openai/gpt-5-mini-2025-08-07"


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (chat(model="acme/none"), 400, "acme/none is not a valid model ID"),
        ({"model": "openai/gpt-5-mini"}, 400, 'Input required: specify "prompt" or "messages"'),
        (
            chat(model="openai/gpt-5-mini", reasoning={"effort": "none"}),
            400,
            "Reasoning is mandatory for this endpoint and cannot be disabled.",
        ),
        (
            chat(model="bytedance-seed/seedream-4.5", modalities=["image", "text"]),
            404,
            "No endpoints found that support the requested output modalities: image, text",
        ),
        (
            chat(modalities=["image", "text"]),
            404,
            "No endpoints found that support the requested output modalities: image, text",
        ),
        (
            chat(model="google/gemini-2.5-flash-image", modalities=["image"], tools=[{}]),
            404,
            "No endpoints found that support tool use",
        ),
        (
            chat(model="liquid/lfm-2.5-2.6b:free", provider={"data_collection": "deny"}),
            404,
            "No endpoints found matching your data policy (Free model training)."
            " Configure: https://openrouter.ai/settings/privacy",
        ),
        (
            chat("x" * 300_000, "liquid/lfm-2.5-2.6b:free"),
            400,
            "This endpoint's maximum context length is 65536 tokens. However, you requested"
            " about 75004 tokens.",
        ),
    ],
)
async def test_what_cannot_be_done_is_refused_in_openrouters_words(
    body: Any, status: int, message: str, http: httpx.AsyncClient
) -> None:
    answer = await http.post("/chat/completions", json=body)
    assert (answer.status_code, answer.json()["error"]["message"]) == (status, message)


async def test_a_body_that_is_no_json_gets_the_misleading_text(http: httpx.AsyncClient) -> None:
    answer = await http.post("/chat/completions", content=b"{not json")
    message = answer.json()["error"]["message"]
    assert (answer.status_code, message) == (400, "Input must have at least 1 token.")


async def test_a_json_answer_is_json_when_asked_for(http: httpx.AsyncClient) -> None:
    text = await said(http, prompt="Tides", response_format={"type": "json_object"})
    assert text.startswith("{")


async def test_a_function_is_called_when_that_is_insisted_on(http: httpx.AsyncClient) -> None:
    parameters = {"type": "object", "properties": {"place": {"type": "string"}}}
    tools = [{"type": "function", "function": {"name": "weather", "parameters": parameters}}]
    body = chat() | {"tools": tools, "tool_choice": "required"}
    choice = (await http.post("/chat/completions", json=body)).json()["choices"][0]
    [call] = choice["message"]["tool_calls"]
    assert (choice["finish_reason"], call["function"]["name"]) == ("tool_calls", "weather")
    assert set(json.loads(call["function"]["arguments"])) == {"place"}
    told = {"role": "tool", "tool_call_id": call["id"], "content": "Rain"}
    body["messages"] = [*body["messages"], choice["message"], told]
    choice = (await http.post("/chat/completions", json=body)).json()["choices"][0]
    assert choice["finish_reason"] == "stop"
