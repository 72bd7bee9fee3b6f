"""Where a person may make this server send something.

A webhook is a request from inside of the operator's network to an address that somebody else has
chosen. So an address must be on the public internet, in every spelling; only an operator may open
the networks that are their own, and even then never the ones in which a cloud keeps its secrets.
"""

from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

from app.errors import BadInput

IpAddress = IPv4Address | IPv6Address

LONGEST_URL = 2_000
WEB_PORTS = {"https": 443, "http": 80}
UNPRIVILEGED = 1024
"""Below it, other ports than the web's belong to services that speak something else."""

_PUBLIC_V6 = ip_network("2000::/3")

_NOT_PUBLIC = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "168.63.129.16/32",  # the host of a virtual machine at Azure
        "2001::/23",  # Teredo, which holds an IPv4 address, and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds one as well
        "3fff::/20",
    )
)

_OWN = tuple(
    ip_network(each)
    for each in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
"""What an operator may open, but for the addresses at which clouds keep their secrets."""

_NEVER = frozenset({ip_address("100.100.100.200"), ip_address("fd00:ec2::254")})


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in the parts that are used to connect, so that nobody parses it a second time."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == WEB_PORTS[self.scheme] else f"{name}:{self.port}"

    def at(self, address: IpAddress) -> str:
        """The URL of this very address."""
        name = f"[{address}]" if address.version == 6 else str(address)
        return f"{self.scheme}://{name}:{self.port}{self.path}"


def target_of(url: str) -> Target:
    """The parts of a URL that has been brought into its normal form. Raises BadInput for one that
    is not for webhooks, whatever it leads to."""
    parts = urlsplit(url)
    if parts.scheme not in WEB_PORTS or not parts.hostname:
        raise _refused("A webhook goes to an https address.")
    if "@" in parts.netloc:
        raise _refused("Leave the name and password out: the signature tells who it is from.")
    if parts.fragment or len(url) > LONGEST_URL:
        raise _refused(f"An address has no #, and at most {LONGEST_URL} characters.")
    port = parts.port or WEB_PORTS[parts.scheme]
    if port != WEB_PORTS[parts.scheme] and port < UNPRIVILEGED:
        raise _refused("A webhook goes to the usual port, or to one from 1024 on.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path)


def check_target(target: Target, *, allow_private: bool) -> None:
    """Refuse what can be seen to lead nowhere without looking its name up."""
    if target.scheme == "http" and not allow_private:
        raise _refused("A webhook goes to an https address.")
    try:
        literal = ip_address(target.host)
    except ValueError:
        return
    if not may_connect(literal, target.scheme, allow_private=allow_private):
        raise _refused("This address is not on the public internet.")


def may_connect(address: IpAddress, scheme: str, *, allow_private: bool) -> bool:
    """Whether something may be sent to this address. Unencrypted it stays in networks of ours."""
    if allow_private and address not in _NEVER and _is_in(address, _OWN):
        return True
    return scheme == "https" and is_public(address)


def is_public(address: IpAddress) -> bool:
    """On the internet, for everybody; not by a way around that leads back inside."""
    if address.version == 6 and address not in _PUBLIC_V6:
        return False  # among them ::1, mapped and translated IPv4, link-local, multicast
    return not _is_in(address, _NOT_PUBLIC)


def _is_in(address: IpAddress, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)


def _refused(why: str) -> BadInput:
    return BadInput(why, field="url")
