"""The gateway itself: lets in, looks up the route, answers. The doors are transport and server."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx

from app.clock import Clock, utc_now
from app.demo import catalogue
from app.demo.account import Account
from app.demo.chat import Chat
from app.demo.context import Context
from app.demo.embeddings import Embeddings
from app.demo.faults import Fault
from app.demo.generations import Generations
from app.demo.images import Images
from app.demo.jobs import Job, JobBook, VideoOutcome
from app.demo.listings import Listings
from app.demo.options import DemoOptions
from app.demo.records import Recorded, Records
from app.demo.script import Script
from app.demo.speech import Speech
from app.demo.transport import DemoTransport
from app.demo.videos import Videos
from app.demo.webhooks import Post, Webhooks, post
from app.demo.wire import Answer, Refusal, Request

Handler = Callable[[Request], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """`{name}` in the pattern stands for one part of the path."""

    method: str
    pattern: str
    handler: Handler
    needs_key: bool = True

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The named parts, or None if this is another route."""
        wanted, given = self.pattern.split("/"), path.split("/")
        if method != self.method or len(wanted) != len(given):
            return None
        pairs = list(zip(wanted, given, strict=True))
        if any(want != part and not want.startswith("{") for want, part in pairs):
            return None
        return {want[1:-1]: part for want, part in pairs if want.startswith("{")}


class DemoGateway:
    """An imitation of OpenRouter. `answer` is all of it; `transport()` puts httpx before it.

    `clock` dates what happens and moves films on, so a test that turns it need not wait. `post`
    delivers webhooks.
    """

    def __init__(
        self,
        options: DemoOptions | None = None,
        *,
        clock: Clock = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        post: Post = post,
    ) -> None:
        self.options = options or DemoOptions()
        self.clock = clock
        self.requests = Records()
        self.jobs = JobBook(self.options.state_dir)
        self._script = Script()
        self._outcomes: deque[VideoOutcome] = deque()
        visible_after = timedelta(seconds=self.options.generation_after)
        generations = Generations(clock, visible_after)
        context = Context(self.options, clock, sleep, catalogue.load(), generations)
        self._webhooks = Webhooks(clock, self.options.webhook_secret, post)
        videos = Videos(context, self.jobs, self._next_outcome, self._webhooks)
        videos.restore()
        self._routes = _routes(context, videos)

    def script(
        self,
        *,
        path: str,
        answer: Fault,
        method: str = "POST",
        model: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Let the next `times` requests that fit meet this fault; None means from now on all.

        `path` begins after /api/v1, and `*` in it stands for one part: "/videos/*/content".
        """
        self._script.add(method, path, model, answer, times)

    def script_video(self, outcome: VideoOutcome, *, times: int = 1) -> None:
        """Let the next `times` accepted films go like this."""
        self._outcomes.extend([outcome] * times)

    def submits(self, prompt: str | None = None) -> list[Job]:
        """The accepted video jobs, oldest first; those with this prompt if one is given."""
        return [job for job in self.jobs if prompt is None or job.body.get("prompt") == prompt]

    def recorded(self, method: str, path: str) -> list[Recorded]:
        """The requests that came in for exactly this path."""
        return self.requests.of(method, path)

    def reset(self) -> None:
        """Forget the script, the requests and the jobs."""
        self._script.lines.clear()
        self._outcomes.clear()
        self.requests.clear()
        self.jobs.clear()

    def transport(self) -> httpx.AsyncBaseTransport:
        """For `httpx.AsyncClient(transport=…)`: this gateway without a socket."""
        return DemoTransport(self)

    async def answer(self, request: Request) -> Answer:
        """What OpenRouter would answer. Raises ConnectionError where it would hang up."""
        noted = self.requests.note(request, self.clock())
        fault = self._script.take(request)
        if fault is None:
            answer = await self._serve(request)
        else:
            answer = await fault.act(lambda: self._serve(request))
        self._webhooks.begin()
        noted.status = answer.status
        return answer

    async def _serve(self, request: Request) -> Answer:
        try:
            for route in self._routes:
                params = route.match(request.method, request.path)
                if params is not None:
                    self._let_in(request, route)
                    return await route.handler(replace(request, params=params))
            raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return refusal.answer()

    def _let_in(self, request: Request, route: Route) -> None:
        if request.key is None and route.needs_key:
            raise Refusal(401, "No cookie auth credentials found")
        known = self.options.key
        if known is not None and request.key not in (None, known):
            raise Refusal(401, "User not found.")

    def _next_outcome(self) -> VideoOutcome:
        return self._outcomes.popleft() if self._outcomes else VideoOutcome()


def _routes(context: Context, videos: Videos) -> list[Route]:
    listings, account = Listings(context.catalogue), Account(context)
    return [
        Route("POST", "/chat/completions", Chat(context).complete),
        Route("POST", "/images", Images(context).generate),
        Route("POST", "/videos", videos.submit),
        Route("GET", "/videos/models", listings.video_models, needs_key=False),
        Route("GET", "/videos/{id}", videos.poll),
        Route("GET", "/videos/{id}/content", videos.content),
        Route("GET", "/openrouter-video/{id}/{file}", videos.stored_copy, needs_key=False),
        Route("GET", "/models", listings.models, needs_key=False),
        Route("GET", "/models/count", listings.count, needs_key=False),
        Route(
            "GET", "/models/{author}/{slug}/endpoints", listings.model_endpoints, needs_key=False
        ),
        Route("GET", "/images/models", listings.image_models, needs_key=False),
        Route(
            "GET",
            "/images/models/{author}/{slug}/endpoints",
            listings.image_endpoints,
            needs_key=False,
        ),
        Route("GET", "/key", account.key),
        Route("GET", "/credits", account.credits),
        Route("GET", "/generation", account.generation),
        Route("POST", "/embeddings", Embeddings(context).embed),
        Route("POST", "/audio/speech", Speech(context).speak, needs_key=False),
    ]
