"""Decides which network addresses may be reached: only those of the public internet (pure).

Does not resolve names. The address that is checked must be the one that is connected to.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Networks without public servers that `is_global` of some Python versions lets pass.
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.88.99.0/24",  # relays from IPv4 to IPv6
            "64:ff9b:1::/48",  # NAT64 within a private network
            "2001::/23",  # protocol assignments, benchmarks, identifiers
            "3fff::/20",  # documentation
            "5f00::/16",  # segment routing
            "fec0::/10",  # private addresses before fc00::/7
        ),
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ip_network("::/96")
_6TO4 = ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Whether the numeric `address` belongs to the public internet.

    An IPv6 address that contains an IPv4 one (mapped, NAT64, 6to4) is judged by that. Text that is
    not an address is not public.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (contained := _contained(found)) is not None:
        found = contained
    if any(found in network for network in _NOT_PUBLIC if network.version == found.version):
        return False
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    )


def _contained(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _6TO4:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return None
