from __future__ import annotations

import socket

import pytest

from bot.adapters.http.addresses import Guard, RefusedAddressError, Resolver, innermost, is_public

INNER = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:0:0:0:0:80ff:fffe",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", INNER)
def test_n03_inner_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "172.32.0.1",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public(address)


def test_an_address_wrapped_in_teredo_is_the_one_inside():
    assert str(innermost("2001:0:4136:e378:8000:63bf:3fff:fdd2")) == "192.0.2.45"


@pytest.mark.parametrize("port", [22, 25, 110, 1])
def test_ports_of_other_services_are_refused(port):
    with pytest.raises(RefusedAddressError, match=str(port)):
        Guard().check("93.184.216.34", port)


@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_ports_of_the_web_are_allowed(port):
    Guard().check("93.184.216.34", port)


def test_what_the_operator_listed_is_allowed_and_nothing_beside_it():
    guard = Guard({("127.0.0.1", 25), ("0:0:0:0:0:0:0:1", 81)})

    guard.check("127.0.0.1", 25)
    guard.check("::1", 81)
    for address, port in (("127.0.0.1", 26), ("127.0.0.2", 25), ("::ffff:127.0.0.1", 25)):
        with pytest.raises(RefusedAddressError):
            guard.check(address, port)


def test_an_address_is_granted_only_under_a_listed_name():
    guard = Guard({("feeds.internal", 8080)})
    guard.grant("other.internal", 8080, "10.0.0.5")
    with pytest.raises(RefusedAddressError):
        guard.check("10.0.0.5", 8080)

    guard.grant("Feeds.Internal.", 8080, "10.0.0.5")

    guard.check("10.0.0.5", 8080)
    with pytest.raises(RefusedAddressError):
        guard.check("10.0.0.5", 8081)


def test_a_refused_address_gets_no_socket():
    with pytest.raises(RefusedAddressError):
        Guard().make_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))


async def test_a_name_without_an_address_is_an_os_error():
    def nothing(host, port):
        raise socket.gaierror("no such name")

    with pytest.raises(OSError, match=r"ledger\.example has no address"):
        await Resolver(Guard(), nothing).resolve("ledger.example", 80)


async def test_a_resolver_gives_the_addresses_of_the_wanted_family():
    def both(host, port):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606::1", port, 0, 0)),
        ]

    found = await Resolver(Guard(), both).resolve("x.example", 80, socket.AF_INET6)

    assert [result["host"] for result in found] == ["2606::1"]
