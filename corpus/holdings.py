"""What an archive holds (bestånd): every question that is asked of it.

Nothing here writes; `corpus.archive` adds to what is held and puts it right. Other modules of this
package ask for more in SQL, by `Holdings.ask`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from corpus import seals, store
from corpus.corrections import TYPES, Correction, Verdict
from corpus.entries import (
    DocumentEntry,
    Entry,
    Failure,
    FileState,
    Filters,
    MeetingEntry,
    SourceEntry,
    name_of,
)
from corpus.errors import ArchiveError, UsageError
from corpus.meetings import fold
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Document,
    DocumentType,
    Meeting,
    Participant,
    Provenance,
    Record,
    Statement,
    UpcomingDate,
    Vote,
)
from corpus.originals import Originals
from corpus.parcel import MEETING, Rest, meeting_of, record_of, unpack
from corpus.rows import BY_PREFIX, BY_TYPE, STORED, FactTable
from corpus.told import RANK

_Fact = TypeVar(
    "_Fact", AgendaItem, Participant, Decision, ActionItem, UpcomingDate, Vote, Statement
)

_DOCUMENT = """
    SELECT id, media_type, size, pages, added, revision,
           (SELECT group_concat(meeting_id) FROM
              (SELECT meeting_id FROM record WHERE document_id = document.id ORDER BY part))
             AS meetings
    FROM document
"""
IS_CURRENT = "EXISTS (SELECT 1 FROM source s WHERE s.document_id = r.document_id AND s.current)"
"""The condition that a row `r` is of a current document."""
ORDER = "r.date NULLS LAST, r.body, r.document_id, r.part"
"""The order of records `r`."""


def _merged(id_: str, rows: Sequence[sqlite3.Row]) -> MeetingEntry:
    """One meeting of the records that tell of it."""
    ranked = sorted(rows, key=lambda row: RANK.index(DocumentType(row["document_type"])))
    told = [meeting_of(row, msgspec.json.decode(row["rest"], type=Rest)) for row in ranked]
    fields: dict[str, str | None] = {}
    evidence: dict[str, Provenance] = {}
    for name in MEETING:
        teller = next((m for m in told if getattr(m, name)), told[0])
        fields[name] = getattr(teller, name)
        if name in teller.evidence:
            evidence[name] = teller.evidence[name]
    documents: dict[str, DocumentType] = {}
    for row in ranked:  # one may hold the notice and the minutes
        documents.setdefault(row["document_id"], DocumentType(row["document_type"]))
    return MeetingEntry(
        id_, Meeting(**fields, evidence=evidence), tuple(documents), tuple(documents.values())
    )


def _document_entry(row: sqlite3.Row, sources: Sequence[SourceEntry]) -> DocumentEntry:
    """A document as it is listed.

    Its revision changes with its meetings too: those that other documents split or join.
    """
    said = f"{row['revision']} {row['meetings']}"
    return DocumentEntry(
        id=row["id"],
        media_type=row["media_type"],
        size=row["size"],
        pages=row["pages"],
        revision=sha256(said.encode()).hexdigest()[:16],
        added=row["added"],
        sources=tuple(sources),
    )


def _correction(row: sqlite3.Row) -> Correction:
    type_ = TYPES[row["kind"]]
    was, now = (
        msgspec.json.decode(told, type=type_) if told else None for told in (row["was"], row["now"])
    )
    return Correction(
        id=row["id"],
        document_id=row["document_id"],
        kind=row["kind"],
        verdict=Verdict(row["verdict"]),
        was=was,
        now=now,
        user=row["user"],
        at=row["at"],
    )


ENTRY = (
    "f.*, r.meeting_id, r.document_id, r.document_type, r.organisation, r.body,"
    " r.date AS meeting_date"
)
"""The columns that `entry_of` needs."""


def entry_of(table: FactTable, row: Any) -> Entry[Any]:
    """A fact with where it belongs, from a row with the columns of ENTRY."""
    point = row["id"] if table.prefix == "p" else None
    return Entry(
        id=row["id"],
        fact=table.from_row(row),
        point_id=row["point_id"] if table.in_points else point,
        meeting_id=row["meeting_id"],
        document_id=row["document_id"],
        document_type=DocumentType(row["document_type"]),
        organisation=row["organisation"],
        body=row["body"],
        date=row["meeting_date"],
    )


class Holdings:
    """What is in an open archive. One thread uses it at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.originals = Originals(path / "objects")
        self._connection = connection

    def ask(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The rows that answer a question in SQL; for modules of this package."""
        with store.explained(str(self.path)):
            return self._connection.execute(sql, parameters).fetchall()

    def each(self, sql: str, parameters: Mapping[str, object]) -> Iterator[Any]:
        """The same one by one, so that no more is looked for than is taken."""
        with store.explained(str(self.path)):
            yield from self._connection.execute(sql, parameters)

    def _one(self, sql: str, id_: str | int) -> Any:
        rows = self.ask(sql, (id_,))
        if not rows:
            raise ArchiveError(f"arkivet har inget som heter {id_}.", str(self.path))
        return rows[0]

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Questions asked here are answered from one state, whatever an ingest does meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def generation(self) -> str:
        """What another replaces whenever documents, their names or their meetings change."""
        return str(self.ask("SELECT stamp FROM generation")[0][0])

    # ------------------------------------------------------------------ documents

    def unchanged(self, state: FileState) -> bool:
        """Whether a file was read before and has the same size and time since."""
        rows = self.ask(
            "SELECT s.document_id FROM source s JOIN document d ON d.id = s.document_id"
            " WHERE s.uri = ? AND s.size = ? AND s.modified = ?"
            " AND (s.current OR d.replaced_by IS NOT NULL)",
            (state.uri, state.size, state.modified),
        )
        return bool(rows) and self.originals.path(rows[0][0]).exists()

    def has(self, document_id: str) -> bool:
        """Whether the document and its original are here."""
        rows = self.ask("SELECT 1 FROM document WHERE id = ?", (document_id,))
        return bool(rows) and self.originals.path(document_id).exists()

    def document_at(self, uri: str) -> str | None:
        """The id of the document that was last put under a name, if the name is known."""
        rows = self.ask(
            "SELECT s.document_id FROM source s LEFT JOIN seen e"
            " ON e.uri = s.uri AND e.document_id = s.document_id WHERE s.uri = ? AND s.current"
            " ORDER BY e.uri IS NULL, s.first_seen DESC",
            (uri,),
        )
        return str(rows[0][0]) if rows else None

    def documents(self, superseded: bool = False) -> tuple[DocumentEntry, ...]:
        """All current documents in the order of their ids; also the superseded ones if asked."""
        sources: dict[str, list[SourceEntry]] = {}
        for uri, id_, current, seen in self.ask(
            "SELECT uri, document_id, current, first_seen FROM source ORDER BY uri"
        ):
            sources.setdefault(id_, []).append(SourceEntry(uri, bool(current), seen))
        rows = self.ask(f"{_DOCUMENT} ORDER BY id")
        entries = (_document_entry(row, sources.get(row["id"], ())) for row in rows)
        return tuple(entry for entry in entries if superseded or entry.current)

    def latest_documents(
        self, limit: int, offset: int = 0, part: str = ""
    ) -> tuple[list[DocumentEntry], int]:
        """Some of the current documents with a part in their names, those last added first, and
        how many there are."""
        sql = "SELECT id FROM document ORDER BY added DESC, id"
        names: dict[str, str] = {}
        for id_, uri in self.ask("SELECT document_id, uri FROM source WHERE current ORDER BY uri"):
            names.setdefault(id_, uri)
        wanted = part.casefold()
        ids = [
            id_
            for (id_,) in self.ask(sql)
            if id_ in names and (not wanted or wanted in name_of(names[id_]).casefold())
        ]
        return [self.document_entry(id_) for id_ in ids[offset : offset + limit]], len(ids)

    def document_entry(self, document_id: str) -> DocumentEntry:
        """One document as it is listed. Raises ArchiveError when it is not here."""
        row = self._one(f"{_DOCUMENT} WHERE id = ?", document_id)
        sources = self.ask(
            "SELECT uri, current, first_seen FROM source WHERE document_id = ? ORDER BY uri",
            (document_id,),
        )
        entries = [SourceEntry(uri, bool(current), seen) for uri, current, seen in sources]
        return _document_entry(row, entries)

    def document(self, document_id: str) -> Document:
        """A document with its text and words. Raises ArchiveError when it is not here."""
        row = self._one("SELECT body FROM document WHERE id = ?", document_id)
        name = self._one(
            "SELECT uri FROM source WHERE document_id = ? ORDER BY current DESC, uri LIMIT 1",
            document_id,
        )
        return unpack(row["body"], name["uri"])

    def extractions(self) -> dict[str, str]:
        """What made the records of each current document; "" where nobody knows."""
        rows = self.ask(
            "SELECT id, coalesce(extraction, '') FROM document"
            " WHERE id IN (SELECT document_id FROM source WHERE current) ORDER BY added, id"
        )
        return {row[0]: row[1] for row in rows}

    def removed(self, document_id: str) -> str | None:
        """Why a document was removed from the archive; None where it was not."""
        rows = self.ask("SELECT reason FROM removed WHERE document_id = ?", (document_id,))
        return f"borttagen ur arkivet: {rows[0][0]}." if rows else None

    def newer(self, document_id: str) -> str | None:
        """The document that stands in the place of a superseded one; None where none does."""
        rows = self.ask(
            "SELECT coalesce(d.replaced_by, (SELECT n.document_id FROM source o JOIN source n"
            " ON n.uri = o.uri AND n.current WHERE o.document_id = d.id"
            " ORDER BY n.first_seen DESC LIMIT 1)) FROM document d WHERE d.id = ?1"
            " AND NOT EXISTS (SELECT 1 FROM source WHERE document_id = ?1 AND current)",
            (document_id,),
        )
        return rows[0][0] if rows else None

    def failures(self) -> tuple[Failure, ...]:
        """Files that could not be read, by name."""
        rows = self.ask(
            "SELECT uri, reason, advice, at FROM seen WHERE state = 'refused' ORDER BY uri"
        )
        return tuple(Failure(*row) for row in rows)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the database; nothing when it is whole."""
        said = [str(row[0]) for row in self.ask("PRAGMA integrity_check")]
        loose = [f"{row[0]} utan {row[2]}" for row in self.ask("PRAGMA foreign_key_check")]
        return tuple(message for message in said + loose if message != "ok")

    def copy_database(self, target: Path) -> None:
        """Copy the database as it is now, while others write in it. Raises ArchiveError."""
        with store.explained(str(target)), closing(sqlite3.connect(target)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def broken(self) -> Iterator[tuple[str, str]]:
        """Table and key of each row that is not as it was written."""
        with store.explained(str(self.path)):
            yield from seals.broken(self._connection)

    # ------------------------------------------------------------------ corrections

    def corrections(self, document_id: str | None = None) -> tuple[Correction, ...]:
        """What people have said of a document's facts, or of all, in the order they said it."""
        sql = "SELECT * FROM correction WHERE ?1 IS NULL OR document_id = ?1 ORDER BY id"
        return tuple(_correction(row) for row in self.ask(sql, (document_id,)))

    def correction(self, number: int) -> Correction:
        """One of them by its number. Raises ArchiveError when there is none of it."""
        return _correction(self._one("SELECT * FROM correction WHERE id = ?", number))

    def extracted(self, document_id: str) -> tuple[Record, ...]:
        """What the program read in a document, without corrections."""
        rows = self.ask("SELECT records FROM extraction WHERE document_id = ?", (document_id,))
        if not rows:
            return self.records(document_id)
        return msgspec.msgpack.decode(rows[0][0], type=tuple[Record, ...])

    # ------------------------------------------------------------------ records and facts

    def records(self, document_id: str) -> tuple[Record, ...]:
        """What a document says, one record per part of it."""
        rows = self.ask("SELECT * FROM record WHERE document_id = ? ORDER BY part", (document_id,))
        return tuple(self._record(row) for row in rows)

    def record(self, id_: str) -> tuple[Record, str]:
        """A record by its id, and its meeting's id. Raises ArchiveError when it is not here."""
        row = self._one("SELECT * FROM record WHERE id = ?", id_)
        return self._record(row), row["meeting_id"]

    def meetings_of(self, document_id: str) -> tuple[str, ...]:
        """The id of the meeting of each record of a document, in the order of `records`."""
        rows = self.ask(
            "SELECT meeting_id FROM record WHERE document_id = ? ORDER BY part", (document_id,)
        )
        return tuple(row[0] for row in rows)

    def _record(self, row: sqlite3.Row) -> Record:
        facts = {
            table.field: self.ask(
                f"SELECT * FROM {table.table} WHERE record_id = ? ORDER BY position",  # noqa: S608
                (row["id"],),
            )
            for table in STORED
        }
        return record_of(row, facts)

    def facts(self, kind: type[_Fact], filters: Filters = Filters()) -> Iterator[Entry[_Fact]]:  # noqa: B008 - frozen
        """All facts of a type (AgendaItem, Decision …), by date of the meeting, then in order.

        Raises UsageError for a filter that cannot be meant: an unknown body, or one that facts
        of this type do not have.
        """
        table = BY_TYPE[kind]
        where, parameters = self._where(table, filters)
        yield from self._entries(table, where, parameters)

    def _entries(self, table: FactTable, where: str, parameters: Mapping[str, object]) -> Any:
        sql = (
            f"SELECT {ENTRY} FROM {table.table} f JOIN record r ON r.id = f.record_id"  # noqa: S608
            f" WHERE {where} ORDER BY {ORDER}, f.position"
        )
        for row in self.each(sql, parameters):
            yield entry_of(table, row)

    def facts_of(
        self, kind: type[_Fact], ids: Iterable[str], current: bool = False
    ) -> Iterator[Entry[_Fact]]:
        """The facts of a type with these ids in the order of `facts`; `current` ones if asked."""
        known = msgspec.json.encode(tuple(ids)).decode()
        where = "f.id IN (SELECT value FROM json_each(:ids))"
        where += f" AND {IS_CURRENT}" if current else ""
        yield from self._entries(BY_TYPE[kind], where, {"ids": known})

    def condition(self, kind: type[_Fact], filters: Filters) -> tuple[str, dict[str, object]]:
        """What filters stand for in SQL over tables f (facts of the type) and r (records)."""
        return self._where(BY_TYPE[kind], filters)

    def _where(self, table: FactTable | None, filters: Filters) -> tuple[str, dict[str, object]]:
        """The condition that filters stand for, over tables f (facts) and r (records)."""
        columns = ("", *table.columns) if table else ("",)
        point = "f.point_id" if table and table.in_points else "f.id"
        if table and (table.in_points or table.prefix == "p"):
            columns = (*columns, "point")
        clauses = {
            "date_from": "r.date >= :date_from",
            "date_to": "r.date <= :date_to",
            "document_type": "r.document_type = :document_type",
            "meeting_id": "r.meeting_id = :meeting_id",
            "series": "r.series = :series",
            "document_id": "r.document_id = :document_id",
            "owner": "instr(fold(f.owner), fold(:owner))",
            "due_before": "f.due_date < :due_before",
            "outcome": "f.outcome = :outcome",
            "point_id": f"{point} = :point_id",
            "name": "fold(f.name) = fold(:name)",
        }
        needs = {
            "owner": "owner",
            "due_before": "due_date",
            "outcome": "outcome",
            "point_id": "point",
            "name": "name",
        }
        parameters: dict[str, object] = {}
        chosen = [] if filters.superseded else [IS_CURRENT]
        for name, clause in clauses.items():
            value = getattr(filters, name)
            if value is None:
                continue
            if needs.get(name, "") not in columns:
                raise UsageError(f"filtret {name} gäller inte det som listas.")
            chosen.append(clause)
            parameters[name] = str(value)
        if filters.body is not None:
            bodies = self.bodies_named(filters.body)
            chosen.append(f"r.body IN ({', '.join(f':body{i}' for i in range(len(bodies)))})")
            parameters.update((f"body{i}", body) for i, body in enumerate(bodies))
        return " AND ".join(chosen) or "1", parameters

    def bodies(self) -> tuple[str, ...]:
        """The name of every body (organ) in the archive."""
        sql = "SELECT DISTINCT body FROM record WHERE body IS NOT NULL ORDER BY body"
        return tuple(row[0] for row in self.ask(sql))

    def bodies_named(self, name: str) -> tuple[str, ...]:
        """The bodies that a name means: those of that whole name, else those it is a part of.

        Raises UsageError when there are none.
        """
        all_ = self.bodies()
        wanted = fold(name)
        found = tuple(b for b in all_ if fold(b) == wanted)
        found = found or tuple(b for b in all_ if wanted in fold(b))
        if not found:
            advice = f"Här finns: {', '.join(all_[:20])}." if all_ else "Arkivet är tomt."
            raise UsageError(f"inget organ heter {name}.", advice=advice)
        return found

    def persons_named(self, name: str) -> tuple[str, ...]:
        """The people whose names have these words: participants, owners, movers.

        Raises UsageError when there are none.
        """
        sql = (
            "SELECT name FROM participant UNION SELECT responsible FROM agenda_item"
            " WHERE responsible IS NOT NULL"
            " UNION SELECT o.value FROM action_item, json_each(action_item.owner) o"
            " UNION SELECT p.value FROM statement, json_each(statement.rest, '$.persons') p"
        )
        wanted = fold(name).split()
        people = (str(row[0]) for row in self.ask(sql))
        found = tuple(who for who in people if all(word in fold(who) for word in wanted))
        if not found:
            raise UsageError(f"ingen i arkivet heter {name}.")
        return found

    def noted(self) -> frozenset[str]:
        """The ids of the action items that staff have written about."""
        return frozenset(row[0] for row in self.ask("SELECT action_id FROM follow_up"))

    # ------------------------------------------------------------------ meetings

    def meetings(self, filters: Filters = Filters()) -> tuple[MeetingEntry, ...]:  # noqa: B008 - frozen
        """All meetings by date; the filters choose among their records."""
        where, parameters = self._where(None, filters)
        sql = (
            f"SELECT r.* FROM record r WHERE r.meeting_id IN"  # noqa: S608 - names of this module
            f" (SELECT r.meeting_id FROM record r WHERE {where})"
            f"{'' if filters.superseded else f' AND {IS_CURRENT}'} ORDER BY {ORDER}"
        )
        groups: dict[str, list[sqlite3.Row]] = {}
        for row in self.ask(sql, parameters):
            groups.setdefault(row["meeting_id"], []).append(row)
        return tuple(_merged(id_, rows) for id_, rows in groups.items())

    def latest_meetings(
        self, filters: Filters, limit: int, offset: int = 0
    ) -> tuple[list[MeetingEntry], int]:
        """Some of the meetings that filters choose, the last in the order of `meetings` first, and
        how many there are."""
        where, parameters = self._where(None, filters)
        sql = (
            f"SELECT r.meeting_id FROM record r WHERE r.meeting_id IN"  # noqa: S608 - of this module
            f" (SELECT r.meeting_id FROM record r WHERE {where})"
            f"{'' if filters.superseded else f' AND {IS_CURRENT}'} ORDER BY {ORDER}"
        )
        ids = list(dict.fromkeys(row[0] for row in self.ask(sql, parameters)))[::-1]
        return [self.meeting(id_) for id_ in ids[offset : offset + limit]], len(ids)

    def meeting(self, meeting_id: str) -> MeetingEntry:
        """One meeting; a superseded one too. Raises ArchiveError when it is not here."""
        for superseded in (False, True):
            if found := self.meetings(Filters(meeting_id=meeting_id, superseded=superseded)):
                return found[0]
        raise ArchiveError(f"arkivet har inget möte som heter {meeting_id}.", str(self.path))

    def fact(self, id_: str) -> Entry[Any]:
        """The fact with this id, whatever its type. Raises ArchiveError when it is not here."""
        table = BY_PREFIX.get(id_.partition("-")[0])
        if table:
            for entry in self._entries(table, "f.id = :id", {"id": id_}):
                return entry  # type: ignore[no-any-return]
        raise ArchiveError(f"arkivet har inget som heter {id_}.", str(self.path))

    def point(self, id_: str) -> Entry[AgendaItem]:
        """The agenda item with this id. Raises ArchiveError when it is not here."""
        return self.fact(id_)

    def resolve(self, prefix: str) -> str:
        """The one id that begins so: of a meeting, a fact or a document.

        Raises UsageError when there are none or several.
        """
        kind = prefix.partition("-")[0]
        if kind in BY_PREFIX:
            table, column = BY_PREFIX[kind].table, "id"
        else:
            table, column = ("record", "meeting_id") if kind == "m" else ("document", "id")
        rows = self.ask(
            f"SELECT DISTINCT {column} FROM {table} WHERE substr({column}, 1, ?) = ? LIMIT 6",  # noqa: S608
            (len(prefix), prefix.lower()),
        )
        found = [row[0] for row in rows]
        if len(found) == 1:
            return str(found[0])
        if not found:
            raise UsageError(f"arkivet har inget som heter {prefix}.")
        raise UsageError(f"{prefix} kan vara flera: {', '.join(found)}.", advice="Skriv mer av id.")
