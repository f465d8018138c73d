"""Tantivy, the default engine.

Units go in as terms with white space between, which Tantivy takes in twice as fast as tokens
made one by one. It would count each as a word of its own, so the kinds of terms stand in fields
of their own: words as written, what their inflections share, and parts of compounds. Each batch
of writes opens the index anew and waits for its merges, since long-lived writers leave segments
that nobody removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import tantivy
from tantivy import Occur, Query

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
    by_kind,
    day_number,
    keywords,
    last_day_number,
    prior,
    texts,
)
from index.units import Unit

HEAP = 60_000_000
"""Bytes of memory for writing."""


_DAYS = {Sort.NEWEST: "day", Sort.OLDEST: "day_or_last"}
_NET, _PART = "_net", "_part"
_KIND_OF = {"~": _NET, "+": _PART, "@": _PART}
"""In which field beside the words as written the terms of each kind stand."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in TEXTS:
        for kind, kept in (("", "position"), (_NET, "position"), (_PART, "freq")):
            builder.add_text_field(field + kind, tokenizer_name="whitespace", index_option=kept)
    for field in KEYWORDS:
        fast = field in FACETS or field == "held"
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=fast)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("day_or_last", fast=True)
    builder.add_float_field("prior", fast=True)
    builder.add_bytes_field("unit", stored=True)
    return builder.build()


def _document(unit: Unit) -> tantivy.Document:
    document = tantivy.Document()
    add = document.add_text
    for field, text in texts(unit):
        kinds = by_kind(field, text)
        add(field, kinds.words)
        add(field + _NET, kinds.nets)
        add(field + _PART, kinds.parts)
        if not kinds.beside.isspace():
            add(field, kinds.beside)  # after a gap, so that it makes no phrase with the words
    for field, value in keywords(unit):
        add(field, value)
    document.add_unsigned("day", day_number(unit.date))
    document.add_unsigned("day_or_last", last_day_number(unit.date))
    document.add_float("prior", prior(unit))
    document.add_bytes("unit", msgspec.msgpack.encode(unit))
    return document


def _place(field: str, term: str) -> str:
    """The field of Tantivy's in which a term of one of ours stands."""
    return field + _KIND_OF.get(term[:1], "") if field in TEXTS else field


class TantivyEngine:
    """An index in a folder, kept by Tantivy."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schema = _schema()
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            self._create()
        self._meta = str(folder / "meta.json")
        self._searcher = LastCommit(self._commit, self._open)

    def stale(self) -> bool:
        """Whether the index was made by another version or is damaged: it must be made anew."""
        if not stamped(self.folder, self.name):
            return True
        try:
            self._searcher()
        except (OSError, ValueError):
            return True
        return False

    def clear(self) -> None:
        """Make the index empty and of this version."""
        self._searcher.forget()
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self._create()

    def _create(self) -> None:
        tantivy.Index(self._schema, str(self.folder))
        write_stamp(self.folder, self.name)

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove all units of the documents in `remove`, add units, and say how many."""
        index = tantivy.Index.open(str(self.folder))
        writer = when_free(lambda: index.writer(HEAP, 1), _taken, self.folder)
        count = 0
        try:
            for document_id in remove:
                writer.delete_documents_by_term("document", document_id)
            for unit in units:
                writer.add_document(_document(unit))
                count += 1
        except BaseException:
            writer.rollback()
            writer.wait_merging_threads()
            raise
        writer.commit()
        writer.garbage_collect_files()
        writer.wait_merging_threads()
        self._searcher.forget()
        return count

    def _commit(self) -> int:
        return os.stat(self._meta).st_mtime_ns  # noqa: PTH116 - asked for every question

    def _open(self) -> tantivy.Searcher:
        index = tantivy.Index.open(str(self.folder))
        index.config_reader("manual")
        return index.searcher()

    def documents(self) -> dict[str, str]:
        """The documents that have units, with the revision they had."""
        asked = {"held": {"terms": {"field": "held", "size": 10_000_000}}}
        found = self._searcher().aggregate(Query.all_query(), asked)
        pairs = (str(bucket["key"]).split(" ", 1) for bucket in found["held"]["buckets"])
        return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}

    def search(self, request: Request) -> Found:
        """The units that match."""
        searcher = self._searcher()
        ranking, matching = self._ranking_and_matching(request.clause)
        by_day = _DAYS.get(request.sort)
        found = searcher.search(
            self._filtered(matching if by_day else ranking, request, None),
            limit=max(1, request.limit),
            offset=request.offset,
            order_by_field=by_day,
            order=tantivy.Order.Asc if request.sort is Sort.OLDEST else tantivy.Order.Desc,
            weight_by_field=None if by_day else "prior",
        )
        units = tuple((_unit(searcher.doc(address)), float(score)) for score, address in found.hits)
        facets = self._facets(searcher, matching, request)
        return Found(int(found.count), units[: request.limit], facets)  # type: ignore[attr-defined]

    def best(self, request: Request) -> tuple[int, list[tuple[str, float]]]:
        """How many units match, and of the best the ids and scores: `search`, sooner."""
        searcher = self._searcher()
        ranking, _ = self._ranking_and_matching(request.clause)
        found = searcher.search(
            self._filtered(ranking, request, None),
            limit=max(1, request.limit),
            weight_by_field="prior",
        )
        pairs = [(_id(searcher.doc(at)), float(score)) for score, at in found.hits]
        return int(found.count), pairs[: request.limit]  # type: ignore[attr-defined]

    def _filtered(self, query: Query, request: Request, without: str | None) -> Query:
        parts = [(Occur.Must, query)]
        for field, values in request.filters.items():
            if field != without and values:
                terms = Query.term_set_query(self._schema, field, list(values))
                parts.append((Occur.Must, Query.const_score_query(terms, 0.0)))
        return Query.boolean_query(parts) if len(parts) > 1 else query

    def _facets(self, searcher: tantivy.Searcher, query: Query, request: Request) -> Facets:
        """Counts of all facets; those that are filtered by need a query of their own."""
        own = [facet for facet in request.facets if request.filters.get(facet)]
        shared = [facet for facet in request.facets if facet not in own]
        counts: Facets = {}
        for without, facets in ((None, shared), *((facet, [facet]) for facet in own)):
            if not facets:
                continue
            asked = {f: {"terms": {"field": f, "size": request.facet_size}} for f in facets}
            found = searcher.aggregate(self._filtered(query, request, without), asked)
            for facet in facets:
                buckets = found[facet]["buckets"]
                counts[facet] = tuple((str(b["key"]), int(b["doc_count"])) for b in buckets)
        return {facet: counts[facet] for facet in request.facets}

    def unit(self, id_: str) -> Unit | None:
        """The unit of this id, or None."""
        searcher = self._searcher()
        found = searcher.search(Query.term_query(self._schema, "id", id_), limit=1)
        return _unit(searcher.doc(found.hits[0][1])) if found.hits else None

    def frequency(self, term: str, field: str = "body") -> int:
        """In how many units a term stands, removed ones perhaps counted still."""
        return self._searcher().doc_freq(_place(field, term), term)

    def words(self, prefix: str, limit: int, field: str = "body") -> list[tuple[str, int]]:
        """Terms that begin so, the most frequent first, with their frequency."""
        return self._searcher().terms_with_prefix(_place(field, prefix), prefix, limit=limit)

    # -------------------------------------------------------------- clauses

    def _ranking_and_matching(self, clause: Clause) -> tuple[Query, Query]:
        """The query of a clause, and one for the same units without what only raises them."""
        if not (isinstance(clause, Boolean) and clause.must and clause.should):
            query = self._query(clause)
            return query, query
        matching = self._boolean(Boolean(clause.must, never=clause.never))
        raising = [(Occur.Should, self._query(part)) for part in clause.should]
        return Query.boolean_query([(Occur.Must, matching), *raising]), matching

    def _query(self, clause: Clause) -> Query:
        match clause:
            case AnyTerm(terms):
                return _any([self._term(t.field, t.term, t.weight) for t in terms])
            case Sequence(field, (term,), weight):
                return self._term(field, term, weight)
            case Sequence(field, words, weight):
                nets = field + _NET if any(word[0] == "~" for word in words) else field
                return _weighted(Query.phrase_query(self._schema, nets, list(words)), weight)
            case Between(first, last):
                return Query.range_query(
                    self._schema, "day", tantivy.FieldType.Unsigned, first, last
                )
            case Constant(inner, score):
                return Query.const_score_query(self._query(inner), score)
            case Everything():
                return Query.const_score_query(Query.all_query(), 1.0)
            case Nothing():
                return Query.empty_query()
            case Boolean():
                return self._boolean(clause)

    def _term(self, field: str, term: str, weight: float) -> Query:
        return _weighted(Query.term_query(self._schema, _place(field, term), term), weight)

    def _boolean(self, clause: Boolean) -> Query:
        parts = [(Occur.Must, self._query(part)) for part in clause.must]
        parts += [(Occur.Should, self._query(part)) for part in clause.should]
        parts += [(Occur.MustNot, self._query(part)) for part in clause.never]
        if not clause.must and not clause.should:
            parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 1.0)))
        least = clause.least if clause.should and not clause.must else None
        return Query.boolean_query(parts, minimum_number_should_match=least)


def _taken(error: Exception) -> bool:
    return isinstance(error, ValueError) and "lock" in str(error).lower()


def _weighted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _any(parts: list[Query]) -> Query:
    if not parts:
        return Query.empty_query()
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Should, part) for part in parts])


class _Named(msgspec.Struct, frozen=True):
    """The id alone of what is kept of a unit."""

    id: str


def _id(document: Any) -> str:
    return msgspec.msgpack.decode(document.get_first("unit"), type=_Named).id


def _unit(document: Any) -> Unit:
    return msgspec.msgpack.decode(document.get_first("unit"), type=Unit)
