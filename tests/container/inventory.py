"""Hold what the image says to be made of, a CycloneDX document, against what it is made of.

    python -m tests.container.inventory SBOM PACKAGES

PACKAGES is a file of Debian's packages in the image, one a line, as `dpkg-query` tells them.
"""

import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parent.parent.parent

Pins = set[tuple[str, str]]


def main(document: Path, packages: Path) -> None:
    purls = [
        each["purl"] for each in json.loads(document.read_text())["components"] if "purl" in each
    ]
    debian = {tuple(line.split(" ")) for line in packages.read_text().splitlines()}
    told = _pins(purls, "deb/debian")
    assert told == debian, told ^ debian

    told, locked = _pins(purls, "pypi"), _python()
    assert told <= locked, told - locked
    assert {name for name, _ in told} >= _wanted(), _wanted() - {name for name, _ in told}

    told, locked = _pins(purls, "npm"), _browser()
    assert told == locked, told ^ locked


def _pins(purls: list[str], kind: str) -> Pins:
    """Names and versions of one kind. Sources are listed beside what was built of them."""
    found = (
        re.match(rf"pkg:{kind}/([^@]+)@([^?]+)", each)
        for each in purls
        if "arch=source" not in each
    )
    return {(unquote(pin[1]), unquote(pin[2])) for pin in found if pin}


def _python() -> Pins:
    """All that may be installed: the lock is for every system."""
    lock = (ROOT / "requirements.lock").read_text()
    return set(re.findall(r"^([^\s=]+)==(\S+)", lock, re.M))


def _wanted() -> set[str]:
    """What must be there, whatever the system."""
    lines = (ROOT / "requirements.in").read_text().splitlines()
    return {re.split(r"[^\w.-]", line)[0] for line in lines if re.match(r"\w", line)}


def _browser() -> Pins:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {
        (name.rpartition("node_modules/")[2], package["version"])
        for name, package in lock.items()
        if name and not package.get("dev") and not package.get("devOptional")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
