"""Somebody signed in, without walking through the forms each time."""

from playwright.async_api import BrowserContext

from app.clock import new_id

PASSWORD = "correct horse battery staple"
OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a request from our own page says, and one from a test has to."""


async def sign_up(context: BrowserContext, name: str = "Ada Lovelace") -> str:
    """A new account, signed in in all pages of this context. Returns its e-mail address."""
    email = f"{new_id()}@example.org"
    account = {"email": email, "password": PASSWORD, "name": name}
    registered = await context.request.post("/api/auth/register", data=account, headers=OURS)
    assert registered.status == 201, await registered.text()
    await sign_in(context, email)
    return email


async def sign_in(context: BrowserContext, email: str, password: str = PASSWORD) -> None:
    answer = await context.request.post(
        "/api/auth/login", data={"email": email, "password": password}, headers=OURS
    )
    assert answer.ok, await answer.text()


async def ask(context: BrowserContext, kind: str, prompt: str) -> str:
    """Ask for a generation. Returns its id."""
    answer = await context.request.post(
        f"/api/generations/{kind}", data={"prompt": prompt}, headers=OURS
    )
    assert answer.status == 202, await answer.text()
    return str((await answer.json())["id"])
