"""The catalogue lists what OpenRouter lists, where OpenRouter lists it."""

from typing import Any

import httpx
import pytest


async def ids(http: httpx.AsyncClient, path: str) -> list[str]:
    return [model["id"] for model in (await http.get(path)).json()["data"]]


async def test_plain_models_are_those_that_write_text(http: httpx.AsyncClient) -> None:
    listed = await ids(http, "/models")
    assert "openai/gpt-5-mini" in listed
    assert "google/gemini-2.5-flash-image" in listed
    assert "black-forest-labs/flux.2-pro" not in listed
    assert "google/veo-3.1-fast" not in listed


@pytest.mark.parametrize(
    ("modality", "least"), [("image", 8), ("video", 8), ("speech", 3), ("embeddings", 1)]
)
async def test_every_modality_can_be_listed(
    modality: str, least: int, http: httpx.AsyncClient
) -> None:
    listed = await ids(http, f"/models?output_modalities={modality}")
    assert len(listed) >= least
    assert set(listed) <= set(await ids(http, "/models?output_modalities=all"))


async def test_several_modalities_can_be_listed_at_once(http: httpx.AsyncClient) -> None:
    answer: Any = (await http.get("/models?output_modalities=video,image")).json()
    assert answer["total_count"] == len(answer["data"]) >= 16


async def test_a_wrong_modality_is_refused_in_the_other_shape(http: httpx.AsyncClient) -> None:
    answer = await http.get("/models?output_modalities=file")
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert 'Invalid output_modalities value: \\"file\\"' in answer.json()["error"]["message"]


async def test_the_lists_agree_with_each_other(http: httpx.AsyncClient) -> None:
    everything = set(await ids(http, "/models?output_modalities=all"))
    assert set(await ids(http, "/videos/models")) <= everything
    images: list[Any] = (await http.get("/images/models")).json()["data"]
    assert {image["id"] for image in images} <= everything
    for image in images:
        path: str = image["endpoints"].removeprefix("/api/v1")
        assert (await http.get(path)).json()["id"] == image["id"]


async def test_the_catalogue_may_be_cached(http: httpx.AsyncClient) -> None:
    assert "max-age=120" in (await http.get("/models")).headers["cache-control"]


async def test_an_unknown_model_has_no_endpoints(http: httpx.AsyncClient) -> None:
    assert (await http.get("/models/acme/none/endpoints")).status_code == 404
    assert (await http.get("/images/models/openai/gpt-5-mini/endpoints")).status_code == 404
