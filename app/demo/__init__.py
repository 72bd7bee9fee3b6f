"""The demo gateway: an imitation of OpenRouter that speaks its wire format.

Without a key the app runs on it in process, `python -m app.demo` is the same as a server, and it
is the only fake of our tests. It stands on the far side of the wire and knows nothing of ours.
A test uses it like this:

    demo = DemoGateway(DemoOptions.instant(video_seconds=10), clock=clock)
    http = httpx.AsyncClient(transport=demo.transport(), base_url="https://openrouter.ai/api/v1")

    demo.script(path="/videos", answer=Fault.drop_before_answer())      # a lost 202
    demo.script(path="/chat/completions", model="openai/gpt-5-mini", answer=Fault.status(503))
    demo.script(path="/videos/*/content", method="GET", answer=Fault.truncate(1000), times=2)
    demo.script_video(VideoOutcome(status="failed", error="Content policy violation"))

    clock.turn(seconds=10)                                    # every film is ready now
    assert len(demo.submits("A paper boat")) == 1             # bought once
    assert demo.recorded("POST", "/images") == []             # never asked for a picture
"""

from app.demo.faults import Fault, fault_from_json
from app.demo.gateway import DemoGateway
from app.demo.jobs import Job, VideoOutcome
from app.demo.options import DemoOptions
from app.demo.records import Recorded
from app.demo.wire import Answer, Request

__all__ = [
    "Answer",
    "DemoGateway",
    "DemoOptions",
    "Fault",
    "Job",
    "Recorded",
    "Request",
    "VideoOutcome",
    "fault_from_json",
]
