"""What every engine must do: the same tests run over all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from bench.points import points
from corpus.errors import ArchiveError, UsageError
from index import engine as engines
from index.build import ENGINES, changes, open_engine, update
from index.clauses import AnyTerm, Between, Boolean, Clause, Constant, Nothing, Sequence, Term
from index.engine import Request, SearchEngine, Sort
from index.units import Unit

MakePoint = Callable[..., Unit]
ROOT = Path(__file__).parents[2]


def word(net: str, field: str = "body") -> Clause:
    return AnyTerm((Term(field, net),))


def ids(engine: SearchEngine, clause: Clause, sort: Sort = Sort.RELEVANCE) -> list[str]:
    return [unit.id for unit, _ in engine.search(Request(clause, sort=sort)).units]


@pytest.fixture
def filled(engine: SearchEngine, point: MakePoint) -> SearchEngine:
    engine.update(
        [
            point("a", "Lekplats i Ekvik", "Gungor köps.", document="d-1", date="2021-02-01",
                  decision="Lekplatsen byggs.", persons=("Vega Ek",)),
            point("b", "Parkering", "Lekplatsens parkering utreds.", document="d-2",
                  date="2023-05-01", organ="Tekniska nämnden", decision="Avslås.",
                  outcome="rejected", persons=("Vega Ek", "Uno Gran")),
            point("c", "Cykelvägar", "Nya vägar vid skolan.", document="d-3", date="2022-09-09",
                  organ="Tekniska nämnden"),
        ]
    )  # fmt: skip
    return engine


def test_a_word_is_found_in_all_its_forms(filled: SearchEngine) -> None:
    assert set(ids(filled, word("~lekplats"))) == {"a", "b"}
    assert ids(filled, word("+väg")) == ["c"]


def test_clauses_mean_what_they_say(filled: SearchEngine) -> None:
    lek, park = word("~lekplats"), word("~parkering")
    assert ids(filled, Boolean(must=(lek, park))) == ["b"]
    assert ids(filled, Boolean(must=(lek,), never=(park,))) == ["a"]
    assert set(ids(filled, Boolean(never=(park,)))) == {"a", "c"}
    assert set(ids(filled, Boolean(should=(park, word("~gunga"))))) == {"a", "b"}
    assert ids(filled, Boolean(should=(lek, park, word("~utreda")), least=3)) == ["b"]
    assert ids(filled, Boolean(should=(lek, park, word("~gunga")), least=3)) == []
    assert ids(filled, Boolean((lek,), (Constant(park, 50.0),)))[0] == "b"
    assert ids(filled, Sequence("body", ("~nya", "~väg"))) == ["c"]
    assert ids(filled, Sequence("body", ("~väg", "~nya"))) == []
    assert ids(filled, Between(20220101, 20221231)) == ["c"]
    assert ids(filled, Nothing()) == []


def test_a_title_outranks_a_mention(filled: SearchEngine) -> None:
    both = AnyTerm((Term("title", "~lekplats", 3.0), Term("body", "~lekplats")))
    assert ids(filled, both) == ["a", "b"]


def test_order_by_day(filled: SearchEngine) -> None:
    everything = Request().clause
    assert ids(filled, everything, Sort.NEWEST) == ["b", "c", "a"]
    assert ids(filled, everything, Sort.OLDEST) == ["a", "c", "b"]


def test_what_has_no_date_comes_last_in_either_order(
    filled: SearchEngine, point: MakePoint
) -> None:
    undated = msgspec.structs.replace(point("u", "Odaterad", document="d-9"), date=None)
    filled.update([undated])
    everything = Request().clause
    assert ids(filled, everything, Sort.NEWEST) == ["b", "c", "a", "u"]
    assert ids(filled, everything, Sort.OLDEST) == ["a", "c", "b", "u"]


def test_facets_count_hits_and_leave_out_their_own_filter(filled: SearchEngine) -> None:
    facets = ("body_name", "person", "year", "outcome")
    found = filled.search(Request(facets=facets))
    assert dict(found.facets["body_name"]) == {"Tekniska nämnden": 2, "Kommunstyrelsen": 1}
    assert dict(found.facets["person"]) == {"Vega Ek": 2, "Uno Gran": 1}
    narrowed = filled.search(Request(facets=facets, filters={"body_name": ("Kommunstyrelsen",)}))
    assert [unit.id for unit, _ in narrowed.units] == ["a"]
    assert dict(narrowed.facets["body_name"]) == {"Tekniska nämnden": 2, "Kommunstyrelsen": 1}
    assert dict(narrowed.facets["year"]) == {"2021": 1}
    both = filled.search(
        Request(filters={"body_name": ("Kommunstyrelsen", "Tekniska nämnden"), "year": ("2022",)})
    )
    assert [unit.id for unit, _ in both.units] == ["c"]


def test_pages_follow_each_other(engine: SearchEngine, point: MakePoint) -> None:
    engine.update(point(f"p{n:02}", "Samma rubrik", document=f"d-{n}") for n in range(30))
    clause = word("~rubrik")
    seen: list[str] = []
    for offset in range(0, 30, 7):
        found = engine.search(Request(clause, limit=7, offset=offset))
        assert found.total == 30
        seen += [unit.id for unit, _ in found.units]
    assert sorted(seen) == sorted({f"p{n:02}" for n in range(30)})
    again = engine.search(Request(clause, limit=30))
    assert seen == [unit.id for unit, _ in again.units]


def test_a_document_is_replaced_whole(filled: SearchEngine, point: MakePoint) -> None:
    assert filled.documents() == {"d-1": "1", "d-2": "1", "d-3": "1"}
    filled.update([point("a2", "Ny lydelse", document="d-1", revision="2")], ["d-1"])
    assert filled.documents() == {"d-1": "2", "d-2": "1", "d-3": "1"}
    assert filled.unit("a") is None
    unit = filled.unit("a2")
    assert unit is not None
    assert unit.title == "Ny lydelse"
    filled.update([], ["d-2", "unknown"])
    assert sorted(filled.documents()) == ["d-1", "d-3"]
    assert ids(filled, word("~parkering")) == []


def test_a_stored_unit_comes_back_as_it_was(engine: SearchEngine, point: MakePoint) -> None:
    unit = point("x", "Åäö § 3", "Text", decision="Ja.", action="Vega ringer.", owner=("Vega Ek",))
    engine.update([unit])
    assert engine.unit("x") == unit


def test_an_update_is_searchable_within_a_second(filled: SearchEngine, point: MakePoint) -> None:
    start = time.perf_counter()
    filled.update([point("n", "Brandstation", document="d-9")], ["d-9"])
    assert ids(filled, word("~brandstation")) == ["n"]
    assert time.perf_counter() - start < 1


def test_a_write_that_fails_leaves_the_index_as_it_was(
    filled: SearchEngine, point: MakePoint
) -> None:
    def broken() -> Iterator[Unit]:
        yield point("z", "Halvvägs", document="d-9")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        filled.update(broken(), ["d-1"])
    assert sorted(filled.documents()) == ["d-1", "d-2", "d-3"]
    filled.update([point("z", "Helt", document="d-9")])
    assert "d-9" in filled.documents()


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from bench.points import points
    from index.build import open_engine

    def cut_off():
        for number, unit in enumerate(points(400, seed=3)):
            if number == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
            yield unit

    open_engine(Path(sys.argv[1]), sys.argv[2]).update(cut_off(), ["d-1", "d-2"])
"""


@pytest.mark.parametrize("after", [0, 7, 399])
def test_a_killed_write_leaves_the_last_commit(
    filled: SearchEngine, point: MakePoint, tmp_path: Path, after: int
) -> None:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "index")]
    done = subprocess.run(
        [*command, filled.name, str(after)], check=False, cwd=ROOT, env={**os.environ}
    )
    assert done.returncode == -signal.SIGKILL
    opened = open_engine(tmp_path / "index", filled.name)
    assert sorted(opened.documents()) == ["d-1", "d-2", "d-3"]
    opened.update([point("n", "Efteråt", document="d-9")], ["d-1"])
    assert sorted(opened.documents()) == ["d-2", "d-3", "d-9"]


def test_readers_see_whole_commits_while_others_write(
    engine: SearchEngine, point: MakePoint, tmp_path: Path
) -> None:
    def version(number: int) -> list[Unit]:
        return [point(f"{number}-{n}", "Vatten", document="d-1") for n in range(3 + number % 2)]

    engine.update(version(0))
    done = threading.Event()
    seen: set[int] = set()
    reader = open_engine(tmp_path / "index", engine.name)

    def read() -> None:
        while not done.is_set():
            seen.add(reader.search(Request(word("~vatten"))).total)

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(1, 12):
        engine.update(version(number), ["d-1"])
    done.set()
    thread.join()
    assert seen <= {3, 4}


@pytest.mark.parametrize(("name", "updates"), [("tantivy", 1000), ("whoosh", 200)])
def test_small_updates_leave_no_orphans(name: str, updates: int, tmp_path: Path) -> None:
    drawn = list(points(200))

    def document(number: int) -> list[Unit]:
        some = drawn[5 * number : 5 * number + 5]
        return [msgspec.structs.replace(unit, document_id=f"d-{number}") for unit in some]

    used = open_engine(tmp_path / "used", name)
    for number in range(updates):
        used.update(document(number % 40), [f"d-{number % 40}"])
    fresh = open_engine(tmp_path / "fresh", name)
    fresh.update(unit for number in range(40) for unit in document(number))
    assert used.documents() == fresh.documents()
    assert size(tmp_path / "used") <= 2 * size(tmp_path / "fresh")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_two_writers_do_not_meet(
    filled: SearchEngine, point: MakePoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.2)
    other = open_engine(tmp_path / "index", filled.name)

    def meanwhile() -> Iterator[Unit]:
        with pytest.raises(ArchiveError, match="annan process"):
            other.update([point("y", "Samtidigt", document="d-8")])
        yield point("z", "Först", document="d-9")

    filled.update(meanwhile())
    assert sorted(filled.documents()) == ["d-1", "d-2", "d-3", "d-9"]


def test_an_index_of_another_version_is_made_anew(filled: SearchEngine, tmp_path: Path) -> None:
    stamp = tmp_path / "index" / filled.name / "radslag.json"
    stamp.write_text('{"analysis": 0}', "utf-8")
    assert filled.stale()
    opened = open_engine(tmp_path / "index", filled.name)
    assert not opened.stale()
    assert opened.documents() == {}
    assert changes(opened, {"d-1": "1"}).add == ("d-1",)


@pytest.mark.filterwarnings(  # Whoosh leaves a damaged file open
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_a_damaged_index_is_made_anew(filled: SearchEngine, tmp_path: Path) -> None:
    for path in (tmp_path / "index" / filled.name).iterdir():
        if path.name != "radslag.json":
            path.write_bytes(b"")
    opened = open_engine(tmp_path / "index", filled.name)
    assert opened.documents() == {}


def test_an_index_is_brought_in_step_with_the_archive(
    engine: SearchEngine, point: MakePoint
) -> None:
    asked: list[str] = []

    def units_of(document_id: str) -> list[Unit]:
        asked.append(document_id)
        return [point(f"p-{document_id}", "Rubrik", document=document_id, revision="1")]

    assert update(engine, {"d-1": "1", "d-2": "1"}, units_of) == 2
    assert update(engine, {"d-1": "1", "d-2": "1"}, units_of) == 0
    assert update(engine, {"d-2": "1", "d-3": "1"}, units_of) == 1
    assert asked == ["d-1", "d-2", "d-3"]
    assert engine.documents() == {"d-2": "1", "d-3": "1"}
    assert update(engine, {}, units_of) == 0
    assert engine.documents() == {}


def test_frequencies_and_words_tell_the_vocabulary(filled: SearchEngine) -> None:
    assert filled.frequency("~lekplats") == 2
    assert filled.frequency("finnsinte") == 0
    assert ("parkering", 1) in filled.words("park", 10)
    assert len(filled.words("", 3)) == 3


def test_an_unknown_engine_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="finns inte"):
        open_engine(tmp_path, "elastic")


def test_both_engines_are_named() -> None:
    assert ENGINES == ("tantivy", "whoosh")
