"""What the address of a client counts as, where it is counted how often one asks."""

from ipaddress import IPv6Address, ip_address

_V6_PREFIX = 64


def address_key(address: str) -> str:
    """What an address counts as. Of IPv6, one customer has a whole network of 64 bits, so that is what counts."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return f"{IPv6Address(int(ip) >> _V6_PREFIX << _V6_PREFIX)}/{_V6_PREFIX}"
