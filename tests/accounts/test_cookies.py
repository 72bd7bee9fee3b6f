"""The flags of the cookies: no script reads them, no other site sends them, no wire shows them."""

from http.cookies import Morsel, SimpleCookie

import httpx
import pytest

from app.accounts.cookies import ACCESS, REFRESH
from tests.accounts.house import House, sign_in


def cookies_of(answer: httpx.Response) -> dict[str, Morsel[str]]:
    parsed: dict[str, Morsel[str]] = {}
    for line in answer.headers.get_list("set-cookie"):
        parsed.update(SimpleCookie(line))
    return parsed


async def test_both_cookies_are_out_of_reach_of_scripts_and_other_sites(lived_in: House) -> None:
    cookies = cookies_of(await sign_in(lived_in.browser(), "ben"))
    assert set(cookies) == {ACCESS, REFRESH}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
        assert not cookie["domain"]
    assert cookies[ACCESS]["max-age"] == str(60 * 60)
    assert cookies[REFRESH]["max-age"] == str(30 * 24 * 60 * 60)


@pytest.mark.parametrize(
    ("base_url", "public_url", "secure"),
    [
        ("http://localhost:8000", None, False),
        ("http://127.0.0.1:8000", None, False),
        ("http://[::1]:8000", None, False),
        ("http://studio.localhost", None, False),
        ("https://localhost", None, True),
        ("http://192.0.2.5:8000", None, True),
        ("http://studio.example", None, True),
        ("https://studio.example", None, True),
        ("http://localhost.example", None, True),
        ("http://10.0.0.5:8000", "https://studio.example/", True),
        ("http://localhost:8000", "https://studio.example/", True),
        ("http://localhost:8000", "http://localhost:8000/", False),
    ],
)
async def test_cookies_cross_no_open_wire(
    lived_in: House, base_url: str, public_url: str | None, secure: bool
) -> None:
    house = House(lived_in.database, lived_in.clock, public_url=public_url)
    answer = await sign_in(house.browser(base_url), "ben")
    cookies = cookies_of(answer).values()
    assert [bool(cookie["secure"]) for cookie in cookies] == 2 * [secure]


async def test_a_forwarded_scheme_is_not_believed_from_just_anybody(lived_in: House) -> None:
    browser = lived_in.browser("http://studio.example")
    browser.headers["X-Forwarded-Proto"] = "http"
    browser.headers["X-Forwarded-Host"] = "localhost"
    cookies = cookies_of(await sign_in(browser, "ben")).values()
    assert all(cookie["secure"] for cookie in cookies)


async def test_below_a_path_the_cookies_stay_there(lived_in: House) -> None:
    browser = lived_in.browser("https://studio.example", root_path="/studio")
    answer = await browser.post(
        "/studio/api/auth/login",
        json={"email": "ben@example.org", "password": "a long and quiet river"},
    )
    assert [cookie["path"] for cookie in cookies_of(answer).values()] == ["/studio", "/studio"]
    left = await browser.post("/studio/api/auth/logout")
    assert left.status_code == 204
    assert [cookie["path"] for cookie in cookies_of(left).values()] == ["/studio", "/studio"]
    assert {cookie.value for cookie in cookies_of(left).values()} == {""}
