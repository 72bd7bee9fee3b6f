"""Embeddings and speech across the end of a process: nothing paid twice, nothing forgotten."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.demo.faults import Fault
from app.usage.verify import verify
from tests.openai_api.conftest import Program
from tests.openai_api.test_calls import books_of, embed, row_of, speak
from tests.scripts import key_for, with_secret
from tests.studio import Studio


@pytest.mark.parametrize(("path", "call"), [("/embeddings", embed), ("/audio/speech", speak)])
async def test_a_call_cut_off_by_the_end_of_its_process_waits_for_an_administrator(
    studio: Studio, path: str, call: Any
) -> None:
    ada = await studio.person()
    made = await key_for(ada)
    await studio.restart(stop_grace=timedelta(seconds=0.2))
    studio.demo.script(path=path, answer=Fault.silence())
    async with with_secret(studio, made["secret"]) as http:
        waiting = asyncio.create_task(call(Program(http, made, ada)))
        await studio.until(lambda: bool(studio.demo.recorded("POST", path)))
        await studio.restart()
        await asyncio.gather(waiting, return_exceptions=True)
    assert len(studio.demo.recorded("POST", path)) == 1
    row = await studio.db.read(row_of, made["id"])
    assert row["state"] == "unknown"
    assert await studio.db.read(books_of, made["id"]) == ["hold"]
    assert not (await studio.db.read(verify)).differences
    admin = await studio.again(ada)
    unknown = (await admin.http.get("/api/admin/unknown")).json()
    assert [each["id"] for each in unknown["items"]] == [row["id"]]
    answer = await admin.http.post(
        f"/api/admin/unknown/{row['id']}/release", json={"reason": "not on the gateway's bill"}
    )
    assert answer.status_code < 300, answer.text
    assert not (await studio.db.read(verify)).differences


@pytest.mark.parametrize("call", [embed, speak])
async def test_an_answer_with_an_idempotency_key_outlives_its_process(
    studio: Studio, call: Any
) -> None:
    ada = await studio.person()
    made = await key_for(ada)
    key = {"Idempotency-Key": "once"}
    async with with_secret(studio, made["secret"]) as http:
        first = await call(Program(http, made, ada), headers=key)
    await studio.restart()
    async with with_secret(studio, made["secret"]) as http:
        again = await call(Program(http, made, ada), headers=key)
    assert (first.status_code, again.content) == (200, first.content)
    assert await studio.db.read(books_of, made["id"]) == ["hold", "settle"]
