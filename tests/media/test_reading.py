"""GET /api/media/{id}: only for its owner, in parts, cached, and harmless whatever is in it."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from app.clock import new_id
from app.media import repository
from app.media.model import Media
from app.media.sending import PIECE
from app.media.service import MediaStore
from tests.media.conftest import Site
from tests.media.samples import film, picture


async def uploaded(who: httpx.AsyncClient, data: bytes, name: str = "a.png") -> str:
    """Its address."""
    answer = await who.post("/api/media", files={"file": (name, data)})
    return answer.json()["url"]


async def test_it_comes_back_as_it_went_in(site: Site) -> None:
    data = picture("PNG", (900, 900))
    assert len(data) > PIECE

    answer = await site.anna.get(await uploaded(site.anna, data))

    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-length"] == str(len(data))
    assert answer.headers["accept-ranges"] == "bytes"


async def test_whatever_is_in_it_can_do_no_harm(site: Site) -> None:
    polyglot = picture("GIF") + b"<script>alert(document.domain)</script>"

    answer = await site.anna.get(await uploaded(site.anna, polyglot, "page.html"))

    assert answer.headers["content-type"] == "image/gif"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["content-disposition"].startswith('inline; filename="page.html.gif"')


async def test_a_browser_may_keep_it_but_nobody_in_between(site: Site) -> None:
    answer = await site.anna.get(await uploaded(site.anna, picture()))

    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=0-99999999", 0, None),
    ],
)
async def test_a_player_gets_the_part_it_asks_for(
    site: Site, asked: str, first: int, end: int | None
) -> None:
    data = picture()

    answer = await site.anna.get(await uploaded(site.anna, data), headers={"Range": asked})

    part = data[first:end]
    begin = first % len(data)
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["content-length"] == str(len(part))
    assert answer.headers["content-range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(data)}"


async def test_a_part_larger_than_a_piece_is_whole(site: Site) -> None:
    data = picture("PNG", (900, 900))
    url = await uploaded(site.anna, data)

    answer = await site.anna.get(url, headers={"Range": f"bytes=17-{PIECE + 40}"})

    assert answer.content == data[17 : PIECE + 41]


async def test_a_part_behind_the_end_cannot_be_had(site: Site) -> None:
    data = picture()
    url = await uploaded(site.anna, data)

    answer = await site.anna.get(url, headers={"Range": f"bytes={len(data)}-"})

    assert (answer.status_code, answer.json()["code"]) == (416, "range-not-satisfiable")
    assert answer.headers["content-range"] == f"bytes */{len(data)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=5-2", "items=0-5", "bytes=x"])
async def test_an_unusual_range_gets_the_whole(site: Site, asked: str) -> None:
    data = picture()

    answer = await site.anna.get(await uploaded(site.anna, data), headers={"Range": asked})

    assert (answer.status_code, answer.content) == (200, data)


async def test_a_range_of_another_version_gets_the_whole(site: Site) -> None:
    data = picture()
    url = await uploaded(site.anna, data)
    etag = (await site.anna.head(url)).headers["etag"]

    for condition, status in ((etag, 206), ('"other"', 200), (f"W/{etag}", 200)):
        headers = {"Range": "bytes=0-9", "If-Range": condition}
        assert (await site.anna.get(url, headers=headers)).status_code == status


async def test_what_a_browser_has_is_not_sent_again(site: Site) -> None:
    url = await uploaded(site.anna, picture())
    etag = (await site.anna.get(url)).headers["etag"]

    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = await site.anna.get(url, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert (await site.anna.get(url, headers={"If-None-Match": '"x"'})).status_code == 200


async def test_head_tells_all_but_the_bytes(site: Site) -> None:
    url = await uploaded(site.anna, picture())
    whole = await site.anna.get(url)

    head = await site.anna.head(url, headers={"Range": "bytes=0-1"})

    assert (head.status_code, head.content) == (200, b"")
    assert without_id(head.headers) == without_id(whole.headers)


def without_id(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "x-request-id"}


async def test_a_download_has_a_name_that_fits(site: Site) -> None:
    url = await uploaded(site.anna, picture("JPEG"), "Kätzchen;.php")

    answer = await site.anna.get(url, params={"download": "1"})

    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"K_tzchen_.php.jpg\"; filename*=UTF-8''K%C3%A4tzchen%3B.php.jpg"
    )


async def test_thumbnails_are_small_pictures_of_their_own(site: Site, tmp_path: Path) -> None:
    for data in (picture("PNG", (900, 600)), film(tmp_path)):
        url = await uploaded(site.anna, data)
        answer = await site.anna.get(f"{url}/thumbnail")

        assert answer.headers["content-type"] == "image/webp"
        assert answer.content[8:12] == b"WEBP"
        assert answer.headers["etag"] != (await site.anna.head(url)).headers["etag"]
        again = await site.anna.get(
            f"{url}/thumbnail", headers={"If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304


async def test_sound_has_no_thumbnail_to_read(site: Site, tmp_path: Path) -> None:
    sound = film(tmp_path, ending="wav", video=None, audio="pcm_s16le")

    answer = await site.anna.get(await uploaded(site.anna, sound) + "/thumbnail")

    assert answer.status_code == 404


@pytest.mark.parametrize("suffix", ["", "/thumbnail", "?download=1"])
async def test_others_find_nothing_where_something_is(site: Site, suffix: str) -> None:
    url = await uploaded(site.anna, picture())

    others = await site.ben.get(url + suffix)
    nobodys = await site.ben.get(f"/api/media/{new_id()}{suffix}")
    nonsense = await site.ben.get(f"/api/media/nonsense{suffix}")

    assert [answer.status_code for answer in (others, nobodys, nonsense)] == [404] * 3
    assert others.json() == nobodys.json() == nonsense.json()
    assert without_id(others.headers) == without_id(nobodys.headers)
    assert (await site.stranger.get(url + suffix)).status_code == 401


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "tmp", "A" * 300, "0" * 32]
)
async def test_a_path_instead_of_an_id_finds_nothing(site: Site, path: str) -> None:
    assert (await site.anna.get(f"/api/media/{path}")).status_code == 404


async def test_an_id_in_capitals_is_no_other_name(site: Site) -> None:
    url = await uploaded(site.anna, picture())
    upper = url.removeprefix("/api/media/").upper()

    assert (await site.anna.get(f"/api/media/{upper}")).status_code == 404


async def test_the_trash_hides_the_bytes_too(site: Site, store: MediaStore) -> None:
    generation_id = new_id()
    made = Media.made(
        await store.keep_bytes(picture()),
        user_id=site.anna_id,
        generation_id=generation_id,
        now=store.clock(),
    )
    await store.db.write(repository.insert, made)

    await store.db.write(
        repository.trash_of_generations, [generation_id], site.anna_id, store.clock()
    )
    for url in (made.url, f"{made.url}/thumbnail"):
        assert (await site.anna.get(url)).status_code == 404

    await store.db.write(repository.restore_of_generations, [generation_id], site.anna_id)
    assert (await site.anna.get(made.url)).status_code == 200


async def test_lost_bytes_are_told_as_such(
    site: Site, store: MediaStore, caplog: pytest.LogCaptureFixture
) -> None:
    url = await uploaded(site.anna, picture())
    store.files.path(url.split("/")[-1]).unlink()

    answer = await site.anna.get(url)

    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "The bytes of this file are missing.",
    )
    assert url.split("/")[-1] in caplog.text
