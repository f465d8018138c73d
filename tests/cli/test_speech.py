"""The commands speak Swedish, and English to those whose locale names another language."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def english(
    run: Run,  # which leaves the locale of this machine out
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def test_help_is_swedish(run: Run) -> None:
    told = run("--help").stdout
    assert told.startswith("Så här: radslag [TILLÄGG] KOMMANDO …")
    assert "Sök punkter, beslut och uppdrag." in told
    for english in ("Usage", "Options", "OPTIONS", "Commands", "Show this"):
        assert english not in told
        assert english not in run("export", "--help").stdout


@pytest.mark.usefixtures("english")
def test_help_is_english(run: Run) -> None:
    told = run("--help").stdout
    assert told.startswith("Usage: radslag [OPTIONS] COMMAND …")
    assert "Search items, decisions and action items." in told
    assert "Folder of the archive" in run("search", "--help").stdout


def test_errors_are_swedish(run: Run, tmp_path: Path) -> None:
    missing = run("search", "--archive", tmp_path / "inget", "x", code=1).stderr
    assert "Fel: " in missing
    assert "här finns inget arkiv. Skapa ett med" in missing
    assert "Det finns inget kommando 'nonsens'." in run("nonsens", code=2).stderr
    assert "finns inte." in run("ingest", tmp_path / "saknas", code=2).stderr
    assert "är inget tal" in run("search", "--limit", "många", "x", code=2).stderr
    assert "Ange vad som ska läsas in" in run("ingest", code=2).stderr


@pytest.mark.usefixtures("english")
def test_errors_are_english(run: Run, tmp_path: Path) -> None:
    missing = run("search", "--archive", tmp_path / "inget", "x", code=1).stderr
    assert "Error: " in missing
    assert "there is no archive here. Make one with" in missing
    assert "No such command 'nonsens'." in run("nonsens", code=2).stderr
    assert (
        "2024-02-31 is no date" in run("export", "actions", "--from", "2024-02-31", code=2).stderr
    )


def test_what_is_printed_follows_but_the_archive_and_json_do_not(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> tuple[str, str, str, str]:
        found = run("search", "--archive", archive, "IdP").stdout
        actions = run("export", "--archive", archive, "actions").stdout
        plain = run("export", "--archive", archive, "actions", "--json").stdout
        hit = json.loads(run("search", "--json", "--archive", archive, "IdP").stdout)["hits"][0]
        return found, actions, plain, run("show", "--archive", archive, hit["meeting_id"]).stdout

    swedish = said()
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    english = said()
    assert "träffar." in swedish[0]
    assert "hits." in english[0]
    assert "träffar." not in english[0]
    assert "Uppdrag;Ansvarig;Senast" in swedish[1]
    assert "Uppdrag;Ansvarig" not in english[1]
    assert swedish[2] == english[2]
    assert "Deltagare (" in swedish[3]
    assert "Participants (" in english[3]


def test_the_environment_is_left_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en:sv")
    run("--help")
    assert os.environ["LANGUAGE"] == "en:sv"
    monkeypatch.delenv("LANGUAGE")
    run("--help")
    assert "LANGUAGE" not in os.environ
