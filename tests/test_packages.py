"""The five packages come from this project, whatever else is installed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("cli", "corpus", "index", "ingest", "web")
ROOT = Path(__file__).parents[1]


def folder_of(name: str) -> Path:
    file = import_module(name).__file__
    assert file is not None
    return Path(file).parent


def test_all_packages_stand_side_by_side() -> None:
    assert {folder_of(name).parent for name in PACKAGES} == {ROOT}


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_is_typed(name: str) -> None:
    assert (folder_of(name) / "py.typed").exists()


def test_constraints_name_versions_and_nothing_else() -> None:
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        name, _, version = line.partition("==")
        assert name
        assert version
        assert "/" not in line
