"""Which network addresses the instance may call, decided from the number alone. Plain Python."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# What `is_global` calls global and is not a host of the internet one may call.
_NOT_IPV4 = [
    IPv4Network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4")
]
_GLOBAL_IPV6 = IPv6Network("2000::/3")
# Protocol assignments with Teredo and ORCHID, documentation, 6to4: the latter hide another address inside.
_NOT_IPV6 = [IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def may_call(address: str) -> bool:
    """Whether `address` is a unicast host of the public internet. Anything doubtful is not: private, loopback, link
    local, multicast, reserved, documentation, shared, mapped (`::ffff:…`), 6to4, Teredo, NAT64, with a zone."""
    if "%" in address:
        return False
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv4Address):
        return number.is_global and not any(number in block for block in _NOT_IPV4)
    return _may_call_ipv6(number)


def _may_call_ipv6(number: IPv6Address) -> bool:
    return number in _GLOBAL_IPV6 and number.is_global and not any(number in block for block in _NOT_IPV6)
