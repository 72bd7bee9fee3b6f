"""What a process costs, read from /proc."""

import os
from pathlib import Path

MIB = 2**20
_ESTABLISHED = "01"


def cpu_seconds(pid: int) -> float:
    """User and system time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mib(pid: int) -> float:
    """Resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def peak_rss_mib(pid: int) -> float:
    """The most resident memory since `forget_peak`."""
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024 / MIB


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def open_files(pid: int) -> int:
    """Its file descriptors, sockets too."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def connections_to(port: int) -> int:
    """Established connections to this port of this machine, as their clients see them."""
    rows = [each.split() for each in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    remote = f"0100007F:{port:04X}"
    return sum(row[2] == remote and row[3] == _ESTABLISHED for row in rows)
