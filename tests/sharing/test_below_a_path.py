"""A link works wherever the house is served."""

import re

import httpx

from tests.sharing.conftest import IMAGE, SECRET
from tests.studio import Studio


async def test_behind_a_proxy_below_a_path_every_address_is_right(studio: Studio) -> None:
    ada = await studio.person()
    await ada.http.patch("/api/admin/settings", json={"share_links": True})
    made = await studio.made(ada, "image", model=IMAGE)
    open_link, link = [
        (await ada.http.post("/api/shares", json={"generation_id": made["id"], **form})).json()
        for form in ({}, {"password": SECRET})
    ]
    await studio.restart(public_url="https://studio.example.org", root_path="/below")
    host = {"Host": "studio.example.org", "X-Forwarded-Host": "evil.example"}
    ours = host | {"Origin": "https://studio.example.org"}
    async with httpx.AsyncClient(base_url=studio.url) as guest:
        page = await guest.get(f"/below{open_link['url']}", headers=host)
        addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert addresses
        assert all(each.startswith("/below/") for each in addresses)
        statuses = {(await guest.get(each, headers=host)).status_code for each in addresses}
        assert statuses <= {200}
        form = await guest.get(f"/below{link['url']}", headers=host)
        assert f'action="/below{link["url"]}"' in form.text
        told = {"password": SECRET}
        right = await guest.post(f"/below{link['url']}", data=told, headers=ours)
        assert right.headers["location"] == f"/below{link['url']}"
        assert f"Path=/below{link['url']};" in right.headers["set-cookie"]
        assert "Secure" in right.headers["set-cookie"]
