"""Where an IP address is: the world's own table first, then a MaxMind DB file, if the user named one."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

from moe_nb.core.errors import UsageError, WorldError
from moe_nb.core.frozen_map import FrozenMap
from moe_nb.simulator.world import Place, World

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class GeoDatabase:
    """A MaxMind DB file with countries or cities (GeoLite2, GeoIP2, DB-IP and others write it).

    Args:
        path: The ``.mmdb`` file.

    Raises:
        UsageError: If the package that reads such files is missing (the extra ``geo``).
        WorldError: If the file cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        try:
            import maxminddb  # noqa: PLC0415 - an extra: few people need it
        except ImportError:
            raise UsageError(
                f"Reading {str(path)!r} needs another package.", hint="Run: pip install maxminddb"
            ) from None
        try:
            self._reader: Any = maxminddb.open_database(str(path))
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            raise WorldError(
                f"The geo database {str(path)!r} cannot be read ({error}).", hint="Give a MaxMind DB file (.mmdb)."
            ) from None
        said = self._reader.metadata()
        self.name = f"{said.database_type} {said.build_epoch}"
        """What the file is and when it was built (UTC epoch seconds): a run remembers it."""

    def place(self, address: Address) -> Place | None:
        """Return where *address* is, or None; names are the English ones."""
        try:
            record = self._reader.get(address)
        except ValueError:  # an IPv6 address in a file of IPv4
            return None
        if not isinstance(record, dict):
            return None
        country, city = record.get("country") or {}, record.get("city") or {}
        parts = record.get("subdivisions") or [{}]
        code = str(country.get("iso_code") or "")
        return Place(
            cidr="", country=code, country_name=_english(country), region=_english(parts[0]), city=_english(city)
        )


def _english(part: Any) -> str:
    names = part.get("names") if isinstance(part, dict) else None
    return str(names.get("en") or "") if isinstance(names, dict) else ""


class Places:
    """Finds the place of an address.

    Args:
        world: Its table of networks is asked first, the narrowest network first.
        database: Asked for what the table does not hold.
    """

    def __init__(self, world: World, database: GeoDatabase | None = None) -> None:
        # by version of IP and length of the prefix, the longest first, so that no file makes the search long
        self._networks: dict[tuple[int, int], dict[int, Place]] = {}
        networks = [(ipaddress.ip_network(place.cidr), place) for place in world.places]
        for network, place in sorted(networks, key=lambda pair: -pair[0].prefixlen):
            start = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
            self._networks.setdefault((network.version, network.prefixlen), {}).setdefault(start, place)
        self._database = database

    def find(self, text: object) -> Place | None:
        """Return where the address *text* is; None when it is none or not known."""
        try:
            address = ipaddress.ip_address(str(text)) if text else None
        except ValueError:
            return None
        if address is None:
            return None
        known = self._known(address)
        return known if known is not None or self._database is None else self._database.place(address)

    def _known(self, address: Address) -> Place | None:
        for (version, length), places in self._networks.items():
            if version == address.version:
                place = places.get(int(address) >> (address.max_prefixlen - length))
                if place is not None:
                    return place
        return None


def address_per_country(world: World) -> FrozenMap:
    """Return one IP address for each country of the world's table, by a name such as ``"India (Bengaluru)"``."""
    places, found = Places(world), dict[str, str]()
    known = set[str]()
    for place in world.places:
        network = ipaddress.ip_network(place.cidr)
        address = network[min(1, network.num_addresses - 1)]  # the first is the network's own name
        if place.country not in known and places.find(address) == place:
            known.add(place.country)
            detail = place.city or place.region
            found[f"{place.country_name or place.country}{f' ({detail})' if detail else ''}"] = str(address)
    return FrozenMap(found)
