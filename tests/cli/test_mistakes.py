"""Usual mistakes are answered in words: what is wrong, where, and what to do about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from cli.main import cli

Run = Callable[..., Result]


def test_a_list_for_a_folder_that_is_not_there(run: Run, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "saknas" / "lista.xlsx"
    told = run("export", "actions", "--archive", archive, "-o", target, code=1).stderr
    assert told == f"Fel: {target}: mappen eller filen finns inte. Kontrollera sökvägen.\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["seach", "x"], "Menade du 'search'?"), (["search", "--limt", "3"], "'--limit', '--to'?)")],
)
def test_a_slip_of_the_hand_is_answered_in_swedish(run: Run, typed: list[str], meant: str) -> None:
    told = run(*typed, code=2).stderr
    assert told.endswith(f"{meant}\n")
    assert "Menade du" in told


def test_an_archive_that_is_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fil"
    path.write_text("x", "utf-8")
    told = run("check", "--archive", path, code=2).stderr
    assert "är en fil" in told


def test_an_archive_where_no_folder_can_be_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Protokoll", "utf-8")
    (tmp_path / "fil").write_text("x", "utf-8")
    told = run("ingest", tmp_path / "a.txt", "--archive", tmp_path / "fil" / "arkiv", code=1).stderr
    assert told.startswith("Fel: ")
    assert "mappen går inte att använda som arkiv." in told


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_may_not_be_written(run: Run, archive: Path, tmp_path: Path) -> None:
    locked = tmp_path / "låst"
    locked.mkdir(mode=0o500)
    told = run("export", "actions", "--archive", archive, "-o", locked / "a.csv", code=1).stderr
    assert "behörighet saknas. Kontrollera rättigheterna." in told


def test_an_index_that_is_damaged(run: Run, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "arkiv"
    shutil.copytree(archive, copy)
    for path in (copy / "index").rglob("*"):
        if path.is_file() and path.name != "radslag.json":
            path.write_bytes(b"skrot")
    run("reindex", "--archive", copy)
    assert "Arkivet är helt" in run("check", "--archive", copy).stdout


def test_reading_anew_without_an_archive(run: Run, tmp_path: Path) -> None:
    told = run("ingest", "--reread", "--archive", tmp_path / "inget", code=1).stderr
    assert "här finns inget arkiv." in told
    assert not (tmp_path / "inget").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["search", "--year", "abc", "x"], "abc är inget årtal; skriv som 2024."),
        (["search", "--limit", "0", "x"], "0 ligger utanför 1 till 1000."),
        (["serve", "--port", "99999"], "99999 ligger utanför 1 till 65535."),
    ],
)
def test_a_value_that_cannot_be(run: Run, typed: list[str], told: str) -> None:
    assert run(*typed, code=2).stderr.endswith(f"kan inte vara så: {told}\n")


@pytest.mark.parametrize("given", [["-o", "lista.docx"], ["--format", "csv", "-o", "lista.xlsx"]])
def test_an_extension_that_is_another_format(
    run: Run, archive: Path, tmp_path: Path, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("export", "actions", "--archive", archive, *given, code=2).stderr
    assert "säger inte detsamma som formatet; skriv en av .csv, .xlsx" in told
    assert not list(tmp_path.iterdir())


def test_one_letter_is_nobodys_name(run: Run, archive: Path) -> None:
    assert "arkivet har inget som heter x." in run("show", "x", "--archive", archive, code=2).stderr


@pytest.mark.parametrize("command", ["search", "show", "export", "ingest"])
def test_help_ends_with_examples(run: Run, command: str) -> None:
    told = run(command, "--help").stdout
    examples = told[told.index("Exempel:") :].splitlines()[1:]
    assert len(examples) >= 2
    assert all(line.strip().startswith(f"radslag {command} ") for line in examples)


def test_a_body_is_completed_from_the_archive(archive: Path) -> None:
    bodies = cli.commands["search"].params
    option = next(each for each in bodies if each.name == "body")
    ctx = click.Context(cli, obj={"archive": archive})
    found = [item.value for item in option.type.shell_complete(ctx, option, "kommun")]
    assert found == ["Kommunstyrelsen"]
