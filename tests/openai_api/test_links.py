"""The address of a picture begins as the operator says, whatever way the request came in."""

from tests.openai_api.conftest import IMAGE
from tests.scripts import key_for, with_secret
from tests.studio import Studio

PUBLIC = "https://studio.example.org"


async def test_once_the_public_address_is_known_every_link_begins_with_it(studio: Studio) -> None:
    """Behind a proxy with TLS a request arrives without: its links would go over an open wire."""
    key = await key_for(await studio.person())
    await studio.restart(public_url=PUBLIC, root_path="/below")
    async with with_secret(studio, key["secret"]) as http:
        body = {"model": IMAGE, "prompt": "A boat", "response_format": "url"}
        host = {"Host": "studio.example.org", "X-Forwarded-Host": "evil.example"}
        answer = await http.post("/below/v1/images/generations", json=body, headers=host)
        [made] = answer.json()["data"]
        assert made["url"].startswith(f"{PUBLIC}/below/v1/media/")
        seen = await http.get(made["url"].removeprefix(PUBLIC), headers=host)
        assert seen.status_code == 200
