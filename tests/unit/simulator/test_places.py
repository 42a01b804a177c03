"""An IP address has a place."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mmdb_writer import MMDBWriter
from netaddr import IPSet

import moe_nb as moe
from moe_nb.core.errors import WorldError
from moe_nb.simulator.places import GeoDatabase, Places, address_per_country
from moe_nb.simulator.world import World
from moe_nb.simulator.world_file import load_world, parse_world

TABLE = """
places:
  - {cidr: 203.0.113.0/24, country: IN, city: Mumbai}
  - {cidr: 203.0.113.128/25, country: IN, city: Pune}
  - {cidr: "2001:db8::/32", country: DE}
experiences: []
"""


@pytest.fixture
def mmdb(tmp_path: Path) -> Path:
    """A MaxMind DB file that knows one network of Lyon and one without a city."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Test-City")
    france = {"iso_code": "FR", "names": {"en": "France", "fr": "France"}}
    lyon = {"country": france, "subdivisions": [{"names": {"en": "Rhone"}}], "city": {"names": {"en": "Lyon"}}}
    writer.insert_network(IPSet(["198.18.0.0/24"]), lyon)
    writer.insert_network(IPSet(["198.18.1.0/24"]), {"country": france})
    path = tmp_path / "places.mmdb"
    writer.to_db_file(str(path))
    return path


@pytest.mark.parametrize(
    ("address", "city"),
    [("203.0.113.1", "Mumbai"), ("203.0.113.200", "Pune"), ("198.18.0.1", None), ("nonsense", None), (None, None)],
)
def test_the_narrowest_network_of_the_table_wins(address: object, city: str | None):
    """An address is in the narrowest network that holds it; others have no place."""
    place = Places(parse_world(TABLE)).find(address)
    assert city == (None if place is None else place.city)


def test_ipv6_is_found_in_the_table():
    """A table may hold IPv6 networks."""
    assert Places(parse_world(TABLE)).find("2001:db8::1").country == "DE"


def test_a_database_knows_what_the_table_does_not(mmdb: Path):
    """The table comes first, then the MaxMind DB file; parts it does not name are empty."""
    places = Places(parse_world(TABLE), GeoDatabase(mmdb))
    lyon, bare = places.find("198.18.0.7"), places.find("198.18.1.7")
    assert ("FR", "France", "Rhone", "Lyon") == (lyon.country, lyon.country_name, lyon.region, lyon.city)
    assert ("FR", "", "") == (bare.country, bare.region, bare.city)
    assert places.find("203.0.113.1").city == "Mumbai"
    assert places.find("198.18.2.7") is None
    assert places.find("2001:db9::1") is None


def test_a_file_that_is_no_database_is_named(tmp_path: Path):
    """A file that is missing or something else is an error that names it."""
    text = tmp_path / "text.mmdb"
    text.write_text("not a database", encoding="utf-8")
    for path in (text, tmp_path / "missing.mmdb", tmp_path):
        with pytest.raises(WorldError, match=r"mmdb|cannot be read"):
            GeoDatabase(path)


def test_audiences_are_matched_by_the_database(tmp_path: Path, mmdb: Path):
    """A simulated workspace with a database serves visitors by where it says they are, and its code says so."""
    world = tmp_path / "world.yaml"
    world.write_text(
        "experiences: [{key: k, name: K, audiences: [{id: A, name: Lyon, when: {city: [lyon]}, "
        "variations: [{id: '1'}]}]}]",
        encoding="utf-8",
    )
    ws = moe.Workspace.simulated(world, geo_database=mmdb)
    found = ws.fetch(ip_address="198.18.0.9", keys="k")
    assert found["k"].outcome == "served"
    assert ws.fetch(ip_address="198.18.1.9", keys="k")["k"].outcome == "not_served"
    assert "geo_database=" in found.python()
    assert "--geo-database" in found.curl()


def test_the_hash_of_a_run_tells_databases_apart(mmdb: Path):
    """Two runs of one world with and without a geo database are not taken for the same world."""
    plain = moe.Workspace.simulated().sweep(moe.hours([1]))
    other = moe.Workspace.simulated(geo_database=mmdb).sweep(moe.hours([1]))
    assert plain.facts.world_hash != other.facts.world_hash


@given(
    networks=st.lists(
        st.builds(
            lambda address, length: ipaddress.ip_network((address, length), strict=False),
            st.integers(0, 255).map(lambda last: f"203.0.113.{last}"),
            st.integers(0, 32),
        )
        | st.integers(0, 128).map(lambda length: ipaddress.ip_network(("2001:db8::", length), strict=False)),
        max_size=12,
    ),
    address=st.integers(0, 255).map(lambda last: f"203.0.113.{last}")
    | st.sampled_from(["2001:db8::1", "::1", "8.8.8.8"]),
)
def test_the_table_is_searched_as_if_line_by_line(networks, address):
    """The narrowest network that holds the address; of two lines for one network the first."""
    lines = [{"cidr": str(network), "country": str(number)} for number, network in enumerate(networks)]
    world = msgspec.convert({"experiences": [], "places": lines}, World)
    holding = [number for number, network in enumerate(networks) if ipaddress.ip_address(address) in network]
    expected = max(holding, key=lambda number: networks[number].prefixlen, default=None)
    found = Places(world).find(address)
    assert expected == (None if found is None else int(found.country))


def test_there_is_an_address_for_every_country():
    """One per country of the demo world, and the simulator places each where its name says."""
    world = load_world("demo")
    found, places = address_per_country(world), Places(world)
    assert {place.country for place in world.places} == {places.find(address).country for address in found.values()}
    assert len({place.country for place in world.places}) == len(found)
    assert "India" == places.find(found["India (Bengaluru)"]).country_name
