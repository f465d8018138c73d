"""The command `show` for cases and people: what runs over meetings, and where it says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from corpus.archive import Archive
from corpus.model import ActionItem, DocumentType
from corpus.staff import Status, follow_up
from tests.generate.facts import TEXT, a_document, a_file, a_record

Run = Callable[..., Result]


def on_one_line(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_a_case_number_shows_the_case_over_meetings(run: Run, archive: Path) -> None:
    shown = on_one_line(run("show", "--archive", archive, "ks2025/0118"))
    days = ["2025-03-12", "2025-05-14", "2025-09-10", "2026-02-11"]
    places = [shown.index(f"{day} Kommunstyrelsen") for day in days]
    assert places == sorted(places)
    assert "→ återremiss, till 2025-09-10" in shown
    assert "← återremiss från 2025-05-14" in shown
    assert "KS protokoll 2025-05-14.pdf" in shown
    told = json.loads(run("show", "--json", "--archive", archive, "KS 2025/118").stdout)
    assert [step["date"] for step in told[0]["steps"]] == days


def test_a_name_shows_the_person_over_meetings(run: Run, archive: Path) -> None:
    shown = on_one_line(run("show", "--archive", archive, "Klas", "Vinterhed"))
    assert "2025-03-18 Styrelsen justerare närvarande" in shown
    assert "2025-05-06 Styrelsen frånvarande" in shown
    assert "[försenat] 2025-03-18 Klas Vinterhed, senast 2025-05-06" in shown
    assert "2025-05-06: ”Klas har inte fått in några offerter på gungor ännu.”" in shown


def test_a_point_shows_what_became_of_its_task_and_its_case(run: Run, archive: Path) -> None:
    actions = json.loads(run("export", "actions", "--json", "--archive", archive).stdout)
    task = next(row for row in actions if "kostnadsberäkning" in row["text"])
    assert task["standing"] == "done"
    assert task["standing_text"].endswith("Uppdraget är därmed slutfört.")
    assert "2025-05-14.pdf#page=2" in task["standing_source"]
    shown = on_one_line(run("show", "--archive", archive, task["id"]))
    assert "Uppföljning • [klart]" in shown
    assert "2025-05-14 Kommunstyrelsen" in shown


def test_what_the_archive_does_not_have_is_said(run: Run, archive: Path) -> None:
    for asked in ("KS 1999/7", "Nemo Ingensson", "p-aaaa"):
        assert asked in run("show", "--archive", archive, asked, code=2).stderr


def test_a_meeting_and_a_person_tell_the_task_that_staff_wrote_about(
    run: Run, tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        for name, kind in (("utdrag", DocumentType.EXTRACT), ("protokoll", DocumentType.MINUTES)):
            path = a_file(tmp_path / "in", f"{name}.txt", f"{TEXT}\n{name}")
            document = a_document(path)
            archive.add(path, document, (a_record(document, kind=kind),))
        twins = {entry.document_type: entry for entry in archive.facts(ActionItem)}
        wanted, other = twins[DocumentType.EXTRACT], twins[DocumentType.MINUTES]
        follow_up(archive, wanted, Status.STARTED, "Frågat två firmor.", "Åsa")
    for asked, times in ((wanted.meeting_id, 2), ("Maj Ek", 1)):
        shown = run("show", "--archive", tmp_path / "arkiv", asked).stdout
        assert (shown.count(wanted.id), shown.count(other.id)) == (times, 0)
