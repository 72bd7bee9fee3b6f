"""/__demo__/…: how another process scripts the demo server and looks at what came in.

POST /__demo__/script    {"path": "/videos", "method": "POST", "model": null, "times": 1,
                          "answer": {"fault": "status", "code": 503}}
                         {"video": {"status": "failed", "seconds": 2}, "times": 1}
GET  /__demo__/requests  ?method=&path=
GET  /__demo__/jobs
POST /__demo__/reset
"""

from app.demo.faults import fault_from_json
from app.demo.gateway import DemoGateway
from app.demo.jobs import VideoOutcome
from app.demo.records import record_view
from app.demo.videos import job_view
from app.demo.wire import Answer, Json, Refusal, Request, json_answer, object_in

STEERING = "/__demo__/"


def steer(gateway: DemoGateway, request: Request) -> Answer:
    """The answer to a request below /__demo__/."""
    try:
        match request.method, request.path.removeprefix(STEERING):
            case "POST", "script":
                _script(gateway, request.json())
                return json_answer({"ok": True})
            case "POST", "reset":
                gateway.reset()
                return json_answer({"ok": True})
            case "GET", "requests":
                return json_answer({"requests": _requests(gateway, request)})
            case "GET", "jobs":
                return json_answer({"jobs": _jobs(gateway)})
            case _:
                raise Refusal(404, "Not Found")
    except Refusal as refusal:
        return refusal.answer()


def _script(gateway: DemoGateway, line: Json) -> None:
    try:
        if "video" in line:
            gateway.script_video(VideoOutcome(**line["video"]), times=line.get("times", 1))
            return
        gateway.script(
            path=line["path"],
            method=line.get("method", "POST"),
            model=line.get("model"),
            answer=fault_from_json(object_in(line.get("answer"))),
            times=line.get("times", 1),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(400, f"This script cannot be played: {error}") from error


def _requests(gateway: DemoGateway, request: Request) -> list[Json]:
    method, path = request.query.get("method"), request.query.get("path")
    return [
        record_view(one)
        for one in gateway.requests.all()
        if method in (None, one.method) and path in (None, one.path)
    ]


def _jobs(gateway: DemoGateway) -> list[Json]:
    now = gateway.clock()
    return [job_view(job, gateway.jobs.submits(job), now) for job in gateway.jobs]
