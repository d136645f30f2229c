"""Which addresses are of the internet, the same on every supported Python."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.addresses import is_loopback, is_public


def listed(text: str) -> list[str]:
    return text.split()


# Those at the edges of the ranges are where a mask is off by one.
PUBLIC_V4 = listed("""
1.0.0.0 1.1.1.1 8.8.8.8 9.9.9.9 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255
128.0.0.0 151.101.1.69 161.25.255.255 161.27.0.0 166.7.255.255 166.12.0.0 168.63.129.15 168.63.129.17
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.31.195.255
192.31.197.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255 198.17.255.255 198.20.0.0
198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
""")

PUBLIC_V6 = listed("""
2000::1 2001:200::1 2001:4860:4860::8888 2001:db7:ffff::1 2001:db9::1 2003::1 2400:cb00::1 2606:4700:4700::1111
2620:4f:7fff::1 2620:4f:8001::1 2620:fe::fe 2a00:1450:4001:80b::200e 2c0f:fb50::1 3ffe:ffff::1 3fff:1000::1
::ffff:8.8.8.8 ::ffff:93.184.216.34 64:ff9b::8.8.8.8 64:ff9b::5db8:d822 2002:808:808::1 2002:5db8:d822::
2001:0:808:808:0:0:f7f7:f7f7 2606:4700::5efe:808:808
""")

NOT_PUBLIC_V4 = listed("""
0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.64.0.1 100.100.100.200 100.127.255.255
127.0.0.0 127.0.0.1 127.8.8.8 127.255.255.255 169.254.0.0 169.254.169.253 169.254.169.254 169.254.170.2
169.254.255.255 172.16.0.0 172.16.3.4 172.31.255.255 192.0.0.0 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.10 192.0.0.170
192.0.0.171 192.0.0.192 192.0.0.255 192.0.2.0 192.0.2.255 192.31.196.0 192.31.196.255 192.52.193.0 192.52.193.255
192.88.99.0 192.88.99.1 192.88.99.255 192.168.0.0 192.168.1.1 192.168.255.255 192.175.48.0 192.175.48.255 198.18.0.0
198.18.0.1 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255 224.0.0.0 224.0.0.1 233.252.0.1
239.255.255.255 240.0.0.0 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255 168.63.129.16 161.26.0.0
161.26.255.255 166.8.0.0 166.11.255.255
""")

NOT_PUBLIC_V6 = listed("""
:: ::1 ::2 ::127.0.0.1 ::10.0.0.1 ::169.254.169.254 ::8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 ::ffff:0.0.0.0
::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 ::ffff:169.254.169.254 ::ffff:172.16.0.1
::ffff:192.0.0.1 ::ffff:192.168.0.1 ::ffff:224.0.0.1 ::ffff:255.255.255.255 ::ffff:168.63.129.16
0:0:0:0:0:ffff:7f00:1 64:ff9b::0.0.0.0 64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.1.2.3 64:ff9b::169.254.169.254
64:ff9b::192.168.1.1 64:ff9b::168.63.129.16 64:ff9b::192.0.0.170 64:ff9b::1:0:0 64:ff9b:0:1::8.8.8.8 64:ff9b:1::
64:ff9b:1::7f00:1 64:ff9b:1::8.8.8.8 64:ff9b:1:ffff::1 64:ff9b:2::1 100:: 100::1 100:0:0:1::1 200::1 400::1 1000::1
1fff:ffff::1 2001::1 2001:0:7f00:1::1 2001:0:808:808:0:0:80ff:fffe 2001:0:808:808:0:0:f5ff:fffe
2001:0:a00:1:0:0:f7f7:f7f7 2001:1::1 2001:1::2 2001:1::3 2001:2::1 2001:2:0:ffff::1 2001:3::1 2001:4:112::1
2001:10::1 2001:1f:ffff::1 2001:20::1 2001:2f:ffff::1 2001:30::1 2001:1ff:ffff::1 2001:db8:: 2001:db8::1
2001:db8:ffff:ffff::1 2002::1 2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe:: 2002:c0a8:101:: 2002:ac10:1::
2002:e000:1:: 2002:a83f:8110:: 2620:4f:8000:: 2620:4f:8000:ffff::1 2606:4700::5efe:7f00:1 2606:4700::5efe:a00:1
2606:4700::200:5efe:c0a8:101 3fff:: 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 8000::1 c000::1 fc00:: fc00::1
fd00:ec2::254 fd00::1 fdff:ffff::1 fe00::1 fe80:: fe80::1 fe80::5efe:808:808 febf:ffff::1 fec0:: fec0::1
fec0:0:0:ffff::1 feff:ffff::1 ff00:: ff01::1 ff02::1 ff02::fb ff05::2 ff0e::1
ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80::1%eth0 fe80::1%1 ::1%lo 2606:4700::1111%eth0 2606:4700::1111%25
""")


def test_the_list_is_long_enough() -> None:
    listed = [*PUBLIC_V4, *PUBLIC_V6, *NOT_PUBLIC_V4, *NOT_PUBLIC_V6]
    assert len(set(listed)) == len(listed) >= 120


@pytest.mark.parametrize("address", [*PUBLIC_V4, *PUBLIC_V6])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*NOT_PUBLIC_V4, *NOT_PUBLIC_V6])
def test_addresses_of_this_machine_its_network_and_no_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_judged_as_it_is_itself(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    public = is_public(str(inner))
    embedded = {
        "mapped": 0xFFFF_0000_0000 | number,
        "NAT64": 0x0064_FF9B << 96 | number,
        "6to4": 0x2002 << 112 | number << 80 | 1,
        "Teredo client": 0x2001_0000_0808_0808 << 64 | number ^ 0xFFFF_FFFF,
        "Teredo server": 0x2001_0000 << 96 | number << 64 | 0xF7F7_F7F7,
        "ISATAP": 0x2606_4700 << 96 | 0x5EFE << 32 | number,
    }
    for form, address in embedded.items():
        assert is_public(str(ipaddress.IPv6Address(address))) is public, form
    assert not is_public(str(ipaddress.IPv6Address(number)))


@given(st.ip_addresses())
def test_what_python_knows_to_be_no_global_address_is_not_public(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    judged = inner or ip
    if judged.is_private or judged.is_multicast or judged.is_loopback or judged.is_link_local:
        assert not is_public(str(ip))


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f.1", "2130706433", "010.0.0.1", "1.2.3.4 ", "[::1]"]
)
def test_what_is_no_address_in_its_usual_notation_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        is_public(text)


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost", "127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"]
)
def test_names_and_addresses_of_this_machine_are_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "128.0.0.1", "10.0.0.1", "localhost.example.com", "::ffff:10.0.0.1", "::2"]
)
def test_all_others_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)
