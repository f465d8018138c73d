"""Hits case by case and meeting by meeting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("group", ["case", "meeting"])
def test_groups_hold_the_same_hits_in_the_order_of_the_best(
    run: Run, archive: Path, group: str
) -> None:
    def asked(*options: str) -> dict[str, Any]:
        out = run("search", "--json", "--archive", archive, "--limit", 30, *options, "IdP").stdout
        found: dict[str, Any] = json.loads(out)
        return found

    plain, grouped = asked(), asked("--group", group)
    ids = [hit["id"] for hit in plain["hits"]]
    assert "hits" not in grouped
    assert grouped["total"] == plain["total"]
    parts = [[hit["id"] for hit in part["hits"]] for part in grouped["groups"]]
    assert sorted(id_ for part in parts for id_ in part) == sorted(ids)
    assert [part[0] for part in parts] == sorted((p[0] for p in parts), key=ids.index)
    assert any(len(part) > 1 for part in parts)
    if group == "meeting":
        for part in grouped["groups"]:
            assert {hit["meeting_id"] for hit in part["hits"]} == {part["key"]}


def test_a_group_says_what_its_hits_have_in_common(run: Run, archive: Path) -> None:
    common = ("search", "--archive", archive, "--limit", 30, "--group")
    by_case = run(*common, "case", "IdP").stdout
    groups = json.loads(run(*common, "case", "--json", "IdP").stdout)["groups"]
    numbered = [(part["hits"][0]["case_number"], len(part["hits"])) for part in groups]
    said = [line for line in by_case.splitlines() if line.startswith("━━")]
    assert said == [
        f"━━ {number} · {count} {'träff' if count == 1 else 'träffar'}"
        for number, count in numbered
        if number
    ]
    assert said
    by_meeting = run(*common, "meeting", "IdP").stdout
    assert "━━ Kommunstyrelsen · 2025-05-14 · m-" in by_meeting
    numbers = [line.split(".")[0] for line in by_case.splitlines() if line[:1].isdigit()]
    assert numbers[:3] == ["1", "2", "3"]


def test_no_hits_are_no_groups(run: Run, archive: Path) -> None:
    told = run("search", "--archive", archive, "--group", "case", "xyzzykvark")
    assert "Inga träffar." in told.stdout
    found = run("search", "--json", "--archive", archive, "--group", "case", "xyzzykvark")
    assert json.loads(found.stdout)["groups"] == []
