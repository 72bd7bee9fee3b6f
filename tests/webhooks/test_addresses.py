"""A webhook reaches the public internet and nothing else, however an address is spelt."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl

from app.errors import BadInput
from app.webhooks.addresses import Target, check_target, is_public, may_connect, target_of

PUBLIC = ("1.1.1.1", "93.184.215.14", "223.255.255.254", "2606:4700::6810:84e5", "2a00:1450::71")

OWN = (
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "::1",
    "fc00::1",
)
"""What an operator may open."""

CLOSED = (
    "0.0.0.0",
    "0.1.2.3",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:1.1.1.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)

SPELT = (
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0x7f.0.0.1",
    "https://0177.0.0.1",
    "https://017700000001",
    "https://127.0.0.1.",
    "https://１２７.０.０.１",
    "https://①②⑦.⓪.⓪.①",
    "https://[::1]",
    "https://[0:0:0:0:0:0:0:1]",
    "https://[::ffff:7f00:1]",
    "https://[::ffff:127.0.0.1]",
    "https://169.254.169.254",
    "https://0xa9fea9fe",
    "https://2852039166",
    "https:\\\\127.0.0.1",
    "https:127.0.0.1",
    "https://127。0。0。1",
    "https://%31%32%37.0.0.1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", OWN + CLOSED)
def test_what_is_inside_or_a_way_around_is_not(address: str) -> None:
    assert not is_public(ip_address(address))
    for scheme in ("http", "https"):
        assert not may_connect(ip_address(address), scheme, allow_private=False)


@given(st.ip_addresses(v=4))
def test_every_public_address_is_one_that_the_registries_call_global(address: object) -> None:
    found = ip_address(str(address))
    if is_public(found):
        assert found.is_global
        assert not found.is_multicast
        assert not found.is_reserved


@pytest.mark.parametrize("address", CLOSED)
def test_some_addresses_are_closed_whatever_the_operator_allows(address: str) -> None:
    for scheme in ("http", "https"):
        assert not may_connect(ip_address(address), scheme, allow_private=True)


@pytest.mark.parametrize("address", OWN)
def test_own_networks_are_reached_with_and_without_tls(address: str) -> None:
    for scheme in ("http", "https"):
        assert may_connect(ip_address(address), scheme, allow_private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_goes_over_the_internet_unencrypted(address: str) -> None:
    assert may_connect(ip_address(address), "https", allow_private=True)
    assert not may_connect(ip_address(address), "http", allow_private=True)


@pytest.mark.parametrize("url", SPELT)
def test_a_spelling_hides_nothing(url: str) -> None:
    with pytest.raises(BadInput):
        check_target(target_of(str(HttpUrl(url))), allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://user@hooks.example.org",
        "https://user:word@hooks.example.org",
        "https://:word@hooks.example.org",
        "https://hooks.example.org/#fragment",
        "https://hooks.example.org:22",
        "https://hooks.example.org:25",
        "https://hooks.example.org:80",
        "http://hooks.example.org:443",
        "https://hooks.example.org:1023",
        "https://hooks.example.org/" + "x" * 2_000,
    ],
)
def test_what_no_webhook_needs_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        target_of(str(HttpUrl(url)))


@pytest.mark.parametrize(
    ("url", "target", "header"),
    [
        ("https://Hooks.Example.org", ("https", "hooks.example.org", 443, "/"), None),
        (
            "https://a.example:8443/in?x=1",
            ("https", "a.example", 8443, "/in?x=1"),
            "a.example:8443",
        ),
        ("https://bücher.example/ä", ("https", "xn--bcher-kva.example", 443, "/%C3%A4"), None),
        (
            "https://[2606:4700::1]:8443",
            ("https", "2606:4700::1", 8443, "/"),
            "[2606:4700::1]:8443",
        ),
        ("http://a.example:80/", ("http", "a.example", 80, "/"), None),
    ],
)
def test_a_url_is_taken_apart_once(
    url: str, target: tuple[str, str, int, str], header: str | None
) -> None:
    found = target_of(str(HttpUrl(url)))
    assert found == Target(*target)
    assert found.host_header == (header or target[1])
    at = found.at(ip_address("93.184.215.14"))
    assert at == f"{target[0]}://93.184.215.14:{target[2]}{target[3]}"


def test_a_name_that_only_looks_like_a_number_leads_nowhere_yet() -> None:
    check_target(target_of(str(HttpUrl("https://127.0.0.1.example.org"))), allow_private=False)
