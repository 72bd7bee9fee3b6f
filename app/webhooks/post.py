"""Sends one webhook: looks the name up once, checks every address, connects to one of these.

The one place beside the gateway that speaks HTTP to the outside. A connection of its own for every
request: two names at one address must not share one that was checked for one of them.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from ipaddress import ip_address

import httpx

from app.webhooks.addresses import IpAddress, Target, may_connect
from app.webhooks.model import Answer, nothing_arrived

CONNECT = 5.0  # seconds
TOTAL = 15.0
HEADERS = {"Content-Type": "application/json", "User-Agent": "allucanget"}
LOOKUPS = 4
"""Names looked up at once, in threads of their own: a name whose server does not answer must not
hold up what else threads are needed for."""

Resolve = Callable[[str, int], Awaitable[Sequence[IpAddress]]]
"""All addresses of a name. Raises OSError if it has none."""

LEADS_NOWHERE = "Its name leads nowhere, or to an address that is not on the public internet."
"""One sentence for both: which names there are inside is nobody's business."""


class Poster:
    """`trust` is what certificates are checked against, `resolve` how names are looked up, `told`
    is told the status that came of each."""

    def __init__(
        self,
        *,
        allow_private: bool,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
        total: float = TOTAL,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._allow_private = allow_private
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="webhook-names")
        self._resolve = resolve or partial(look_up, self._threads)
        self._given = trust
        self._total = total
        self._told = told

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Made for the first webhook: most houses have none, and reading all authorities takes a
        twentieth of a start."""
        return self._given or httpx.create_ssl_context()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One attempt. Never raises: what went wrong is a sentence for the owner."""
        try:
            async with asyncio.timeout(self._total):
                answer = await self._post(target, body, headers)
        except TimeoutError:
            answer = nothing_arrived(f"No answer came within {self._total:.0f} s.")
        self._told(str(answer.status or "none"))
        return answer

    async def _post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
        addresses = await self._addresses(target)
        if not addresses:
            return nothing_arrived(LEADS_NOWHERE)
        answer = nothing_arrived(LEADS_NOWHERE)
        for address in addresses:
            try:
                return Answer(await self._send(target, address, body, headers))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                # Nothing was sent, so another of its addresses may be tried.
                answer = nothing_arrived(_of_connecting(error))
            except httpx.TransportError:
                return nothing_arrived("The connection broke before an answer came.")
        return answer

    async def _addresses(self, target: Target) -> Sequence[IpAddress]:
        """All of its addresses; none at all if one of them is not to be connected to."""
        try:
            found = [ip_address(target.host)]
        except ValueError:
            try:
                found = await self._resolve(target.host, target.port)
            except (OSError, UnicodeError):
                return ()
        allowed = [
            may_connect(each, target.scheme, allow_private=self._allow_private) for each in found
        ]
        return found if all(allowed) else ()

    async def _send(
        self, target: Target, address: IpAddress, body: bytes, headers: Mapping[str, str]
    ) -> int:
        """The status of the answer, of which nothing else is read."""
        request = httpx.Request(
            "POST",
            target.at(address),
            content=body,
            headers={"Host": target.host_header, **HEADERS, **headers},
            extensions={
                "sni_hostname": target.host,
                "timeout": httpx.Timeout(self._total, connect=CONNECT).as_dict(),
            },
        )
        # Not a whole client: that would write the address into the log, and follow and remember.
        async with httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False) as wire:
            answer = await wire.handle_async_request(request)
            await answer.aclose()
            return answer.status_code


async def look_up(threads: ThreadPoolExecutor, host: str, port: int) -> Sequence[IpAddress]:
    """As the system does it, each address once, in the system's order."""
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(threads, ask)
    return list(dict.fromkeys(ip_address(each[4][0]) for each in found))


def _of_connecting(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"No connection within {CONNECT:.0f} s."
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"Its certificate is not good: {cause.verify_message}."
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return "No secure connection could be made."
    return "It takes no connection."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
