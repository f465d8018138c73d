"""What a user meets: every command over the sample archive."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from openpyxl import load_workbook

from cli.main import cli
from corpus import samples
from corpus.archive import Archive
from corpus.evaluation import KINDS
from corpus.model import ActionItem, Decision

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


# ------------------------------------------------------------------------------ the docs


def commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with what is typed to call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def options(command: click.Command) -> list[click.Option]:
    return [option for option in command.params if isinstance(option, click.Option)]


def test_every_command_and_option_stands_in_the_docs() -> None:
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    docs = "\n".join(path.read_text("utf-8") for path in texts)
    for name, command in commands(cli, "radslag"):
        assert f"`{name}" in docs
        for option in options(command):
            for form in option.opts:
                assert re.search(rf"(?<![\w-]){form}(?![\w-])", docs), f"{name} {form}"


def test_every_command_and_option_says_what_it_does() -> None:
    for name, command in commands(cli, "radslag"):
        assert command.help, name
        for option in options(command):
            assert option.help, (name, option.name)


def test_the_commands_are_those_that_other_programs_call() -> None:
    assert {
        "ingest",
        "inspect",
        "search",
        "show",
        "export",
        "check",
        "reindex",
        "demo",
        "evaluate",
    } <= set(cli.commands)


# ------------------------------------------------------------------------------ ingest


def test_a_second_ingest_finds_everything_unchanged(run: Run, archive: Path) -> None:
    report = json.loads(run("ingest", "--json", "--archive", archive, samples.documents()).stdout)
    assert (report["new"], report["failed"]) == ([], [])
    assert len(report["unchanged"]) == sum(p.is_file() for p in samples.documents().rglob("*"))


def test_a_dry_run_makes_no_archive(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "arkiv"
    out = run("ingest", "--dry-run", "--archive", target, samples.documents()).stdout
    assert re.search(r"17  nya", out)
    assert not target.exists()


def test_a_failed_file_is_named_and_gives_exit_code_one(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "tom.pdf"
    bad.write_bytes(b"")
    result = run("ingest", "--archive", tmp_path / "arkiv", bad, code=1)
    assert "tom.pdf: " in result.stdout
    assert re.search(r"1  misslyckade", result.stdout)


def test_wrong_use_gives_exit_code_two(run: Run, tmp_path: Path) -> None:
    run("ingest", code=2)
    run("ingest", tmp_path / "saknas", code=2)
    run("search", "--sort", "slumpvis", "x", code=2)
    run("export", "actions", "--from", "2024-02-31", code=2)
    run("nonsens", code=2)


def test_an_empty_folder_is_said(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "tom"
    empty.mkdir()
    assert "mappen är tom" in run("ingest", "--archive", tmp_path / "arkiv", empty).stdout


def test_without_an_archive_the_way_to_one_is_told(run: Run, tmp_path: Path) -> None:
    result = run("search", "--archive", tmp_path / "inget", "beslut", code=1)
    assert "radslag ingest" in result.stderr
    assert result.stdout == ""


def test_the_archive_may_be_named_anywhere(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        run("--archive", archive, "export", "meetings").stdout,
        run("export", "--archive", archive, "meetings").stdout,
        run("export", "meetings", "--archive", archive).stdout,
    ]
    monkeypatch.setenv("RADSLAG_ARCHIVE", str(archive))
    asked.append(run("export", "meetings").stdout)
    assert len(set(asked)) == 1
    assert asked[0].count("\n") > 5


def test_tracebacks_are_for_debugging_only(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").write_bytes(b"skrot" * 1000)
    command = [sys.executable, "-m", "cli.main", "check", "--archive", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Fel: ")
    assert "Traceback" not in done.stderr
    command.insert(3, "--debug")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" in done.stderr


# ------------------------------------------------------------------------------ inspect


def _gold(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((samples.gold() / f"{name}.json").read_text("utf-8"))
    return found


def test_inspect_prints_the_shape_of_the_gold(run: Run) -> None:
    gold = _gold("lindavalla-ks-2025-03-12")
    path = samples.documents() / gold["source"]
    read = json.loads(run("inspect", "--json", path).stdout)
    assert read["source"] == path.name
    assert set(gold) <= set(read)
    assert set(gold["meeting"]) <= set(read["meeting"])
    for kind in KINDS:
        keys = set().union(*(fact.keys() for fact in gold[kind]))
        for fact in read[kind]:
            assert keys <= set(fact)
            assert fact["page"] >= 1
            assert fact["provenance"]["spans"]
            assert fact["provenance"]["rule"]


def test_inspect_tells_people_the_same(run: Run) -> None:
    gold = _gold("lindavalla-ks-2025-03-12")
    out = run("inspect", samples.documents() / gold["source"]).stdout
    assert gold["meeting"]["date"] in out
    assert gold["agenda_items"][-1]["title"] in " ".join(out.split())


def test_inspect_of_an_unreadable_file_says_why(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "protokoll.pdf"
    bad.write_text("inte en pdf", "utf-8")
    result = run("inspect", bad, code=1)
    assert "protokoll.pdf" in result.stderr


# ------------------------------------------------------------------------------ search, show


def test_search_gives_points_whose_pages_hold_the_words(run: Run, archive: Path) -> None:
    answer = json.loads(run("search", "--json", "--archive", archive, "beslut", "IdP").stdout)
    assert answer["hits"]
    with Archive.open(archive) as opened:
        for hit in answer["hits"]:
            document = opened.document(hit["document_id"])
            for passage in hit["passages"]:
                page = document.pages[passage["page"] - 1]
                on_page = " ".join(document.text[page.start : page.end].split())
                for start, end in passage["marks"]:
                    assert passage["text"][start:end].split()[0] in on_page


def test_a_hit_can_be_shown(run: Run, archive: Path) -> None:
    answer = json.loads(run("search", "--json", "--archive", archive, "beslut IdP").stdout)
    hit = next(hit for hit in answer["hits"] if hit["kind"] == "point")
    assert hit["title"] in " ".join(run("show", "--archive", archive, hit["id"]).stdout.split())
    shown = json.loads(run("show", "--json", "--archive", archive, hit["meeting_id"]).stdout)
    assert hit["id"] in {fact["id"] for fact in shown["facts"]}


@pytest.mark.parametrize(
    ("option", "value", "key", "expected"),
    [
        ("--year", "2025", "date", "2025"),
        ("--type", "notes", "document_type", "notes"),
        ("--body", "kommunstyrelsen", "body", "Kommunstyrelsen"),
        ("--from", "2026-01-01", "date", "2026"),
        ("--to", "2023-12-31", "date", "2023"),
    ],
)
def test_search_is_narrowed(
    run: Run, archive: Path, option: str, value: str, key: str, expected: str
) -> None:
    answer = json.loads(run("search", "--json", "--archive", archive, option, value).stdout)
    assert answer["hits"]
    assert all(hit[key].startswith(expected) for hit in answer["hits"])


def test_search_by_person_takes_part_of_a_name(run: Run, archive: Path) -> None:
    common = ("search", "--json", "--archive", archive)
    some = json.loads(run(*common, "--person", "brännlid", "--limit", 100).stdout)
    everything = json.loads(run(*common, "--limit", 100).stdout)
    assert 0 < some["total"] < everything["total"]
    assert {hit["id"] for hit in some["hits"]} < {hit["id"] for hit in everything["hits"]}
    assert "ingen i arkivet" in run(*common, "--person", "Xyzzy", code=2).stderr


def test_search_by_outcome_sorts_and_limits(run: Run, archive: Path) -> None:
    common = ("search", "--json", "--archive", archive, "--outcome", "approved")
    hits = json.loads(run(*common, "--sort", "oldest", "--limit", 3).stdout)["hits"]
    assert len(hits) == 3
    dates = [hit["date"] for hit in hits if hit["date"]]
    assert dates
    assert dates == sorted(dates)
    assert all("approved" in {d["outcome"] for d in hit["decisions"]} for hit in hits)


def test_a_search_without_hits_says_so(run: Run, archive: Path) -> None:
    assert "Inga träffar" in run("search", "--archive", archive, "xyzzykvark").stdout


def test_both_engines_find_the_same_documents(run: Run, archive: Path) -> None:
    found = []
    for engine in ("tantivy", "whoosh"):
        out = run("search", "--json", "--archive", archive, "--engine", engine, "cykelväg").stdout
        found.append({hit["id"] for hit in json.loads(out)["hits"]})
    assert found[0] == found[1]


def test_an_unknown_id_or_body_is_said(run: Run, archive: Path) -> None:
    assert "p-000" in run("show", "--archive", archive, "p-000", code=2).stderr
    result = run("search", "--archive", archive, "--body", "Fantasinämnden", "x", code=2)
    assert "Här finns: " in result.stderr


# ------------------------------------------------------------------------------ export


def test_actions_are_exported_with_who_when_and_where(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    target = tmp_path / "åtgärder.xlsx"
    run("export", "actions", "--archive", archive, "-o", target)
    sheet = load_workbook(target).worksheets[0]
    with Archive.open(archive) as opened:
        said = {(each.meeting_id, each.fact.text) for each in opened.facts(ActionItem)}
    assert sheet.max_row - 1 == len(said)
    assert sheet.max_row > 10


def test_what_minutes_and_an_extract_say_alike_is_told_once(run: Run, archive: Path) -> None:
    rows = json.loads(run("export", "actions", "--archive", archive, "--format", "json").stdout)
    tasks = [row for row in rows if "teckna avtal med Region Älvmark" in row["text"]]
    assert [row["owner"] for row in tasks] == [["Viktor Hedmarker"]], "as the minutes know him"
    shown = run("show", "--archive", archive, tasks[0]["meeting_id"]).stdout
    assert shown.count("teckna avtal med Region") == 3, "decision, task and what became of it"
    assert "Protokollsutdrag KS § 74.pdf" in shown


def test_exports_are_filtered(run: Run, archive: Path) -> None:
    def rows(*options: str) -> list[dict[str, Any]]:
        out = run("export", "actions", "--json", "--archive", archive, *options).stdout
        found: list[dict[str, Any]] = json.loads(out)
        return found

    everything = rows()
    due = rows("--due-before", "2025-06-01")
    assert 0 < len(due) < len(everything)
    assert all(row["due_date"] < "2025-06-01" for row in due)
    owner = next(row["owner"][0] for row in everything if row["owner"])
    assert rows("--owner", owner.upper())
    later = rows("--from", "2026-01-01")
    assert all(row["meeting_date"] >= "2026-01-01" for row in later)


def test_the_format_follows_the_option_then_the_name(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    run("export", "decisions", "--archive", archive, "-o", tmp_path / "a.json")
    decisions = json.loads((tmp_path / "a.json").read_text("utf-8"))
    run("export", "decisions", "--archive", archive, "--format", "csv", "-o", tmp_path / "b.txt")
    text = (tmp_path / "b.txt").read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == len(decisions) + 1
    run("export", "decisions", "--archive", archive, "--format", "ics", code=2)
    run("export", "decisions", "--archive", archive, "--owner", "x", code=2)


# ------------------------------------------------------------------------------ care


def test_the_archive_is_whole(run: Run, archive: Path) -> None:
    assert "Arkivet är helt" in run("check", "--archive", archive).stdout
    assert json.loads(run("check", "--json", "--archive", archive).stdout) == []


def test_what_is_lost_is_found_and_mended(run: Run, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "arkiv"
    shutil.copytree(archive, copy)
    shutil.rmtree(copy / "index")
    problems = json.loads(run("check", "--json", "--archive", copy, code=1).stdout)
    assert all("reindex" in problem["advice"] for problem in problems)
    run("reindex", "--archive", copy)
    run("check", "--archive", copy)
    with Archive.open(copy) as opened:
        lost = opened.originals.path(opened.documents()[0].id)
    lost.unlink()
    assert "saknas" in run("check", "--archive", copy, code=1).stdout
    run("ingest", "--archive", copy, samples.documents())
    run("check", "--archive", copy)


def test_a_search_mends_an_index_that_is_behind(run: Run, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "arkiv"
    shutil.copytree(archive, copy)
    shutil.rmtree(copy / "index")
    before = json.loads(run("search", "--json", "--archive", archive, "IdP").stdout)
    after = json.loads(run("search", "--json", "--archive", copy, "IdP").stdout)
    assert [hit["id"] for hit in after["hits"]] == [hit["id"] for hit in before["hits"]]


def test_the_samples_are_read_as_well_as_before(run: Run) -> None:
    """Floors under what is measured: raise them when the reading gets better."""
    floors = json.loads((ROOT / "tests" / "cli" / "floors.json").read_text("utf-8"))
    figures = json.loads(run("evaluate", "--json", samples.gold()).stdout)
    low = {
        key: (figures[kind][name], floor)
        for key, floor in floors.items()
        for kind, name in [key.split(".")]
        if figures[kind][name] < floor
    }
    assert figures["failed"] == 0
    assert not low


def test_evaluate_without_gold_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert "inga facit" in run("evaluate", tmp_path, "--documents", tmp_path, code=2).stderr


def test_the_demo_shows_the_whole_way(run: Run, tmp_path: Path) -> None:
    out = run("demo", "--archive", tmp_path / "demo").stdout
    assert "17  nya" in out
    assert "IdP" in out
    with Archive.open(tmp_path / "demo") as opened:
        assert list(opened.facts(Decision))
    assert "uppdrag.xlsx" in out
    assert load_workbook(tmp_path / "demo" / "uppdrag.xlsx").worksheets[0].max_row > 10
