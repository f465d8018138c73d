"""Whoosh, the engine in pure Python: for machines that Tantivy has no wheel for.

It answers the same requests more slowly. Its files hold pickles, so only an index that this
program wrote is ever opened.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
from whoosh import columns, fields, query, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.index import EmptyIndexError, LockError, create_in, open_dir

from index.clauses import (
    AnyTerm,
    Between,
    Boolean,
    Clause,
    Constant,
    Everything,
    Nothing,
    Sequence,
)
from index.engine import (
    PATIENCE,
    Facets,
    Found,
    LastCommit,
    Request,
    Sort,
    stamped,
    when_free,
    write_stamp,
)
from index.fields import (
    FACETS,
    KEYWORDS,
    TEXTS,
    analysed,
    day_number,
    keywords,
    last_day_number,
    prior,
    texts,
)
from index.units import Unit

MOST_SEGMENTS = 8
"""Pieces an index is in before it is written as one; each costs space and time."""
MOST_CHOSEN_FROM = 8
"""Of how many words some must match at most; the choices grow fast with the number."""
_SEPARATOR = "\x1f"
_DAYS = {Sort.NEWEST: "day", Sort.OLDEST: "day_or_last"}


class Given(Analyzer):  # type: ignore[misc]
    """Takes terms as they are given: for each position, the terms that stand there."""

    def __call__(self, value: Iterable[tuple[str, ...]], **wanted: Any) -> Iterator[Token]:
        """Whoosh's tokens of a value: one object, filled anew for each, as Whoosh expects."""
        token = Token(positions=True, mode=wanted.get("mode", ""))
        for token.pos, terms in enumerate(value):
            for token.text in terms:
                token.boost = 1.0
                yield token


class Overlay(fields.TEXT):  # type: ignore[misc]
    """A field whose values are terms already; several may stand at one position."""

    def __init__(self, phrase: bool) -> None:
        super().__init__(analyzer=Given(), phrase=phrase)

    def index(self, value: list[tuple[str, ...]], **_: Any) -> Iterator[Any]:
        """Each term as Whoosh stores it: bytes, frequency, weight, positions."""
        found = self.format.word_values(iter(value), self.analyzer, mode="index")
        return ((term.encode(), count, weight, rest) for term, count, weight, rest in found)


def _schema() -> fields.Schema:
    schema = fields.Schema(
        day=fields.NUMERIC(int, bits=32, sortable=True),
        day_or_last=fields.NUMERIC(int, bits=32, sortable=True),
        unit=fields.STORED(),
        prior=fields.COLUMN(columns.NumericColumn("f", default=1.0)),
    )
    for field in TEXTS:
        schema.add(field, Overlay(phrase=True))
    for field in KEYWORDS:
        schema.add(field, Overlay(phrase=False))
    for facet in (*FACETS, "held"):
        schema.add(f"all_{facet}", fields.COLUMN(columns.VarBytesColumn()))
    return schema


def _document(unit: Unit) -> dict[str, Any]:
    found: dict[str, Any] = {field: analysed(field, text) for field, text in texts(unit)}
    values: dict[str, list[str]] = {}
    for field, value in keywords(unit):
        values.setdefault(field, []).append(value)
    found.update((field, [(value,) for value in given]) for field, given in values.items())
    for facet in (*FACETS, "held"):
        found[f"all_{facet}"] = _SEPARATOR.join(values.get(facet, ())).encode()
    found["day"] = day_number(unit.date)
    found["day_or_last"] = last_day_number(unit.date)
    found["prior"] = prior(unit)
    found["unit"] = msgspec.msgpack.encode(unit)
    return found


class _Weighting(scoring.BM25F):  # type: ignore[misc]
    """BM25F, times what a unit is worth before any question."""

    use_final = True

    def final(self, searcher: Any, docnum: int, score: float) -> float:
        if getattr(searcher, "radslag_prior", None) is None:
            searcher.radslag_prior = searcher.reader().column_reader("prior")
        return score * float(searcher.radslag_prior[docnum])


class WhooshEngine:
    """An index in a folder, kept by Whoosh."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            create_in(str(folder), _schema())
            write_stamp(folder, self.name)
        self._searcher = LastCommit(self._commit, self._open)

    def stale(self) -> bool:
        """Whether the index was made by another version or is damaged: it must be made anew."""
        if not stamped(self.folder, self.name):
            return True
        try:
            self._searcher()
        except Exception:  # what Whoosh raises for a damaged file depends on the damage
            return True
        return False

    def clear(self) -> None:
        """Make the index empty and of this version."""
        self._searcher.forget()
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        create_in(str(self.folder), _schema())
        write_stamp(self.folder, self.name)

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove all units of the documents in `remove`, add units, and say how many."""
        index = open_dir(str(self.folder))
        writer = when_free(lambda: index.writer(limitmb=64), _taken, self.folder)
        count = 0
        try:
            for document_id in remove:
                writer.delete_by_term("document", document_id)
            for unit in units:
                writer.add_document(**_document(unit))
                count += 1
        except BaseException:
            writer.cancel()
            raise
        writer.commit(optimize=_mostly_removed(writer))
        self._searcher.forget()
        return count

    def _commit(self) -> str:
        return max((path.name for path in self.folder.glob("_MAIN_*.toc")), default="")

    def _open(self) -> Any:
        """A view of the last commit; looked for again where a writer replaced it meanwhile."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return open_dir(str(self.folder)).searcher(weighting=_Weighting())
            except (FileNotFoundError, EmptyIndexError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def documents(self) -> dict[str, str]:
        """The documents that have units, with the revision they had."""
        reader = self._searcher().reader()
        if not reader.doc_count():
            return {}
        held = reader.column_reader("all_held")
        pairs = (held[number].decode().split(" ", 1) for number in reader.all_doc_ids())
        return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}

    def search(self, request: Request) -> Found:
        """The units that match."""
        searcher = self._searcher()
        matching = _query(request.clause)
        asked = _filtered(matching, request, None)
        total = sum(1 for _ in searcher.docs_for_query(asked))
        if not total:
            return Found(0, (), dict.fromkeys(request.facets, ()))
        results = searcher.search(
            asked,
            limit=request.offset + max(1, request.limit),
            sortedby=_DAYS.get(request.sort),
            reverse=request.sort is Sort.NEWEST,
        )
        hits = list(results)[request.offset : request.offset + request.limit]
        units = tuple((_unit(hit["unit"]), float(hit.score or 0.0)) for hit in hits)
        return Found(total, units, self._facets(searcher, matching, request))

    def _facets(self, searcher: Any, matching: Any, request: Request) -> Facets:
        """Counts of all facets; those that are filtered by need a query of their own."""
        counted: Facets = {}
        shared: list[int] | None = None
        for facet in request.facets:
            if request.filters.get(facet):
                found = list(searcher.docs_for_query(_filtered(matching, request, facet)))
            else:
                if shared is None:
                    asked = _filtered(matching, request, None)
                    shared = list(searcher.docs_for_query(asked))
                found = shared
            column = searcher.reader().column_reader(f"all_{facet}")
            whole = Counter(column[number] for number in found)
            counts: Counter[str] = Counter()
            for value, count in whole.items():
                for part in filter(None, value.decode().split(_SEPARATOR)):
                    counts[part] += count
            ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            counted[facet] = tuple(ranked[: request.facet_size])
        return counted

    def best(self, request: Request) -> tuple[int, list[tuple[str, float]]]:
        """How many units match, and of the best the ids and scores."""
        found = self.search(request)
        return found.total, [(unit.id, score) for unit, score in found.units]

    def unit(self, id_: str) -> Unit | None:
        """The unit of this id, or None."""
        searcher = self._searcher()
        numbers = list(searcher.docs_for_query(query.Term("id", id_)))
        return _unit(searcher.stored_fields(numbers[0])["unit"]) if numbers else None

    def frequency(self, term: str, field: str = "body") -> int:
        """In how many units a term stands, removed ones perhaps counted still."""
        return int(self._searcher().reader().doc_frequency(field, term))

    def words(self, prefix: str, limit: int, field: str = "body") -> list[tuple[str, int]]:
        """Terms that begin so, the most frequent first, with their frequency."""
        reader = self._searcher().reader()
        found = [
            (term.decode(), int(reader.doc_frequency(field, term)))
            for term in reader.expand_prefix(field, prefix)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _taken(error: Exception) -> bool:
    return isinstance(error, LockError)


def _mostly_removed(writer: Any) -> bool:
    """Whether removed units take a third of the index: it is then written anew, without them."""
    held = sum(segment.doc_count_all() for segment in writer.segments)
    removed = sum(segment.deleted_count() for segment in writer.segments)
    return removed * 3 > held or len(writer.segments) > MOST_SEGMENTS


def _query(clause: Clause) -> Any:
    match clause:
        case AnyTerm(terms):
            return _any([query.Term(t.field, t.term, boost=t.weight) for t in terms])
        case Sequence(field, (term,), weight):
            return query.Term(field, term, boost=weight)
        case Sequence(field, words, weight):
            return query.Phrase(field, list(words), boost=weight)
        case Between(first, last):
            return query.NumericRange("day", first, last)
        case Constant(inner, score):
            return query.ConstantScoreQuery(_query(inner), score)
        case Everything():
            return query.Every()
        case Nothing():
            return query.NullQuery
        case Boolean():
            return _boolean(clause)


def _boolean(clause: Boolean) -> Any:
    must = [_query(part) for part in clause.must]
    should = [_query(part) for part in clause.should]
    if must:
        matching = query.And(must) if len(must) > 1 else must[0]
        if should:
            matching = query.AndMaybe(matching, _any(should))
    elif should:
        matching = _any(should) if clause.least <= 1 else _at_least(clause.least, should)
    else:
        matching = query.Every()
    if clause.never:
        matching = query.AndNot(matching, _any([_query(part) for part in clause.never]))
    return matching


def _at_least(least: int, parts: list[Any]) -> Any:
    """Whoosh cannot count what matches, so every choice of so many is spelt out."""
    chosen = combinations(parts[:MOST_CHOSEN_FROM], min(least, MOST_CHOSEN_FROM))
    each = [query.ConstantScoreQuery(query.And(list(some)), 0.0) for some in chosen]
    return query.AndMaybe(_any(each), _any(parts))


def _any(parts: list[Any]) -> Any:
    if not parts:
        return query.NullQuery
    return parts[0] if len(parts) == 1 else query.Or(parts)


def _filtered(matching: Any, request: Request, without: str | None) -> Any:
    parts = [matching]
    for field, values in request.filters.items():
        if field != without and values:
            chosen = _any([query.Term(field, value) for value in values])
            parts.append(query.ConstantScoreQuery(chosen, 0.0))
    return query.And(parts) if len(parts) > 1 else matching


def _unit(stored: bytes) -> Unit:
    return msgspec.msgpack.decode(stored, type=Unit)
