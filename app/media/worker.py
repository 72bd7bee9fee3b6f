"""The process in which foreign files are opened: `python -m app.media.worker`.

Picture and film decoders are large C programs fed with bytes of strangers. So they run here,
where there is no key, no database and no other person's request, under limits for memory, time
and what may be written. One order as JSON in, one line of JSON out, then the process ends.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.media.model import Measures, Refusal
from app.media.pictures import draw_jpeg, measure_picture, redraw_picture
from app.media.refused import Refused

MIB = 1024 * 1024
LIMITS = {
    resource.RLIMIT_AS: 2048 * MIB,  # a WebP of 50 megapixels takes 1,600
    resource.RLIMIT_CPU: 30,
    resource.RLIMIT_FSIZE: 64 * MIB,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}


def main() -> None:
    limit_myself()
    json.dump(_answer(json.loads(sys.argv[1])), sys.stdout)


def limit_myself() -> None:
    """From here on this process cannot use up the machine. There is no way back."""
    for what, limit in LIMITS.items():
        _, hard = resource.getrlimit(what)
        # One more for the hard limit: the CPU's ends a process with a signal of its own only
        # below it, and by SIGKILL at it, which is how the kernel ends one for lack of memory.
        most = limit + 1 if hard == resource.RLIM_INFINITY else min(limit + 1, hard)
        resource.setrlimit(what, (min(limit, most), most))
    # People who wait for words come first.
    os.nice(5)
    # When the machine runs out of memory, this process goes and not the app.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _answer(order: dict[str, Any]) -> dict[str, object]:
    try:
        return {"measures": asdict(_obey(order))}
    except Refused as refused:
        return {"refusal": refused.why, "detail": str(refused)}
    except MemoryError:
        return {"refusal": Refusal.TOO_MANY_PIXELS, "detail": "out of memory"}


def _obey(order: dict[str, Any]) -> Measures:
    source, target, mime = Path(order["source"]), Path(order["target"]), str(order["mime"])
    if order["do"] == "redraw":
        return redraw_picture(source, target, mime, order["max_edge"], order["max_bytes"])
    if order["do"] == "draw-jpeg":
        return draw_jpeg(source, target)
    if mime.startswith("image/"):
        return measure_picture(source, target, mime)
    # Loading FFmpeg takes longer than opening most pictures.
    from app.media.films import measure_film

    return measure_film(source, target, mime)


if __name__ == "__main__":
    main()
