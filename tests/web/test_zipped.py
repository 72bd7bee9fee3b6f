"""Documents and long lists are sent compressed to whoever takes that, and nothing else is."""

from tests.generation.pixels import pixel
from tests.studio import Studio

ZIP = {"Accept-Encoding": "gzip"}


async def test_a_document_and_a_long_list_are_sent_small(studio: Studio) -> None:
    person = await studio.person()
    for number in range(3):
        await pixel(studio, person, f"Boat {number}")
    for address in ("/library", "/generate/text", "/admin/users", "/api/generations"):
        plain = await person.http.get(address, headers={"Accept-Encoding": "identity"})
        small = await person.http.get(address, headers=ZIP)
        assert "content-encoding" not in plain.headers, address
        assert small.headers["content-encoding"] == "gzip", address
        assert small.headers["vary"] == "Accept-Encoding", address
        assert int(small.headers["content-length"]) < len(plain.content) / 2, address
        assert small.text == plain.text, address


async def test_pictures_streams_and_short_answers_stay_as_they_are(studio: Studio) -> None:
    person = await studio.person()
    made = await pixel(studio, person, "A boat")
    media = f"/api/media/{made['media'][0]['id']}"
    said = await person.say("Why do boats float?")
    stream = f"/api/generations/{said['id']}/events"
    for address in (media, f"{media}/thumbnail", stream, "/api/generations?limit=1&kind=video"):
        answer = await person.http.get(address, headers=ZIP)
        assert answer.status_code == 200, address
        assert "content-encoding" not in answer.headers, address
