from __future__ import annotations

import random

import pytest

from training.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World(5)


def test_the_same_seed_draws_the_same_names(world: World) -> None:
    drawn = [
        [each.person(draw, words) for words in (1, 2)] + [each.place(draw)]
        for each, draw in ((each, random.Random(3)) for each in (world, World(5)))
    ]
    assert drawn[0] == drawn[1]


def test_countries_are_called_as_in_swedish_and_cities_are_large(world: World) -> None:
    assert {"Tyskland", "Frankrike", "Sydafrika"} <= set(world.countries)
    assert {"Toulouse", "Osaka"} <= set(world.cities)
    assert not {"världen", "Europeiska unionen"} & set(world.countries)


def test_a_person_of_two_names_has_them_from_one_country(world: World) -> None:
    draw = random.Random(1)
    for _ in range(50):
        person = world.person(draw, 2)
        assert any(
            person.startswith(first) and person.removeprefix(first).strip() in lasts
            for firsts, lasts in zip(world.firsts, world.lasts, strict=True)
            for first in firsts
        )


def test_each_organisation_stands_once(world: World) -> None:
    assert "Dagens Nyheter" in world.organisations
    assert len(set(world.organisations)) == len(world.organisations)
    assert all(name == name.strip(" ;") for name in world.organisations)
