"""OpenAI's own JavaScript client, in a process of its own: see client.js."""

import os
import subprocess
from pathlib import Path

from tests.clients.conftest import PICTURE, Place

SCRIPT = Path(__file__).parent / "client.js"
PROMISES = "models chat stream tools shown pictures films embeddings speech errors"


def test_every_promise_to_the_javascript_client_is_kept(place: Place) -> None:
    environment = {"PATH": os.environ["PATH"], "BASE_URL": place.base_url, "API_KEY": place.key}
    done = subprocess.run(
        ["node", str(SCRIPT), str(PICTURE)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, PROMISES.split()), done.stderr
