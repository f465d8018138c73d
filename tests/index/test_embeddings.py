"""The file of embeddings grows, and what a crash leaves of it is whole updates."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embeddings import Embeddings, Held, Row, Update
from index.vectors import WIDTH


def update(
    document: str, *points: str, revision: str = "1", remove: tuple[str, ...] = ()
) -> Update:
    vectors = np.stack([np.full(WIDTH, len(p), np.float16) for p in points]) if points else b""
    rows = [Row(point, document, f"text of {point}") for point in points]
    return Update(remove, {document: revision}, rows, bytes(vectors))


def in_use(held: Held) -> list[tuple[str, float]]:
    """The points that are in use with the numbers of their embeddings."""
    vectors = [float(vector[0]) for block in held.blocks for vector in block]
    rows = zip(held.rows, held.used, vectors, strict=True)
    return [(row.id, number) for row, used, number in rows if used]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "meaning.bin"


def test_an_update_is_written_at_the_end(path: Path) -> None:
    kept = Embeddings(path, "e5")
    kept.add(update("d-1", "p", "pp"))
    before = path.read_bytes()
    kept.add(update("d-2", "ppp"))
    assert path.read_bytes().startswith(before)
    assert in_use(kept.held(now=True)) == [("p", 1), ("pp", 2), ("ppp", 3)]


def test_another_process_sees_what_came(path: Path) -> None:
    one, other = Embeddings(path, "e5"), Embeddings(path, "e5")
    assert other.held(now=True).documents == {}
    for number in range(4):
        one.add(update(f"d-{number}", "p" * (number + 1)))
        assert len(in_use(other.held(now=True))) == number + 1
    other.add(update("d-0", "pppppp", revision="2", remove=("d-0",)))
    assert one.held(now=True).documents["d-0"] == "2"
    assert [id_ for id_, _ in in_use(one.held(now=True))] == ["pp", "ppp", "pppp", "pppppp"]


@pytest.mark.parametrize("tail", [0, 1, 11, 12, 13, 500])
def test_what_a_crash_cut_off_is_written_over(path: Path, tail: int) -> None:
    kept = Embeddings(path, "e5")
    kept.add(update("d-1", "p"))
    whole = path.read_bytes()
    kept.add(update("d-2", "pp"))
    path.write_bytes(path.read_bytes()[: len(whole) + tail])
    again = Embeddings(path, "e5")
    assert again.held().documents == {"d-1": "1"}
    again.add(update("d-3", "ppp"))
    assert in_use(Embeddings(path, "e5").held()) == [("p", 1), ("ppp", 3)]


@pytest.mark.parametrize(
    "broken", [b"", b"PK broken", b"radslag 1, e5, \n", b"radslag 1, e5, 00\n" + bytes(100)]
)
def test_a_broken_file_holds_nothing_and_is_used_again(path: Path, broken: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)
    kept = Embeddings(path, "e5")
    assert kept.held().documents == {}
    kept.add(update("d-1", "p"))
    assert in_use(Embeddings(path, "e5").held()) == [("p", 1)]


def test_another_models_embeddings_are_not_taken(path: Path) -> None:
    Embeddings(path, "e5").add(update("d-1", "p"))
    other = Embeddings(path, "e6")
    assert other.held().documents == {}
    other.add(update("d-2", "pp"))
    assert Embeddings(path, "e5").held().documents == {}
    assert in_use(Embeddings(path, "e6").held()) == [("pp", 2)]


def test_a_file_that_is_mostly_waste_is_written_anew(path: Path) -> None:
    kept, points = Embeddings(path, "e5"), [f"p-{n}" for n in range(1500)]
    sizes = []
    for revision in range(4):
        kept.add(update("d-1", *points, revision=str(revision), remove=("d-1",)))
        sizes.append(path.stat().st_size)
    assert sizes[1] > 1.9 * sizes[0]
    assert max(sizes) < 3 * sizes[0]
    assert len(in_use(Embeddings(path, "e5").held())) == len(points)


CHANGES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), max_size=12)


@given(CHANGES)
@settings(max_examples=40)
def test_reading_at_once_and_bit_by_bit_agree(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, bool]]
) -> None:
    path = tmp_path_factory.mktemp("index") / "meaning.bin"
    kept, expected = Embeddings(path, "e5"), dict[str, list[str]]()
    for at, (number, size, only_remove) in enumerate(changes):
        document = f"d-{number}"
        points = [] if only_remove else [f"p-{at}-{n}" for n in range(size)]
        given_ = update(document, *points, remove=(document,))
        kept.add(Update((document,), {}, (), b"") if only_remove else given_)
        expected.pop(document, None)
        if not only_remove:
            expected[document] = points
        held = kept.held(now=True)
        assert held.documents.keys() == expected.keys()
        assert sorted(id_ for id_, _ in in_use(held)) == sorted(chain(*expected.values()))
    fresh = Embeddings(path, "e5").held()
    assert in_use(fresh) == in_use(kept.held(now=True))
    assert fresh.documents == kept.held().documents
