"""Server-sent events, read from bytes that arrive in any pieces.

Only what the gateway uses: the `data` of each event. Comments, names and ids are passed
over; lines may end in LF, CRLF or CR; characters may be cut anywhere, as nothing here is
decoded. The work is linear in the bytes, also for one line of many megabytes.
"""

MAX_EVENT_BYTES = 32 * 1024 * 1024
"""A whole piece of music comes in one line of 6 MB; this is where trust ends."""

_BOM = b"\xef\xbb\xbf"


class EventTooLarge(ValueError):
    """An event grew beyond `MAX_EVENT_BYTES`."""


class EventReader:
    """Give it what was read from the network, take the data of the events completed by it."""

    def __init__(self, max_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._line = bytearray()  # a line whose end has not arrived
        self._data: list[bytes] = []  # the event under way
        self._size = 0
        self._after_cr = False
        self._begun = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of every event that `chunk` completes, oldest first."""
        if self._after_cr and chunk:
            chunk, self._after_cr = chunk.removeprefix(b"\n"), False
        lines = chunk.splitlines(keepends=True)
        if not lines:
            return []
        self._after_cr = chunk.endswith(b"\r")
        unfinished = b"" if chunk.endswith((b"\n", b"\r")) else lines.pop()
        if self._line and lines:
            lines[0] = bytes(self._line) + lines[0]
            self._line.clear()
        events: list[bytes] = []
        for line in lines:
            self._read(line, events)
        self._line += unfinished
        self._check(len(self._line))
        return events

    def end(self) -> list[bytes]:
        """What was left when the bytes ended: gateways forget the last blank line."""
        events: list[bytes] = []
        self._read(bytes(self._line), events)
        self._line.clear()
        self._read(b"", events)
        return events

    def _read(self, line: bytes, events: list[bytes]) -> None:
        if not self._begun:
            line, self._begun = line.removeprefix(_BOM), True
        if line.startswith(b"data:"):
            value = line[6:] if line.startswith(b"data: ") else line[5:]
            self._data.append(value.rstrip(b"\r\n"))
            self._size += len(value)
            self._check(self._size)
        elif self._data and not line.rstrip(b"\r\n"):
            events.append(b"\n".join(self._data))
            self._data.clear()
            self._size = 0

    def _check(self, size: int) -> None:
        if size > self._max_bytes:
            raise EventTooLarge(f"an event of more than {self._max_bytes} bytes")
