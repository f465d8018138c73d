"""The archive (arkivet): one folder with the originals, what was read of them, and the index.

    ARCHIVE/archive.sqlite   documents, records and their facts; the one truth
    ARCHIVE/objects/ab/cd…   the original files, unchanged, by SHA-256
    ARCHIVE/index/           the search index, which can be rebuilt at any time

A document is its bytes: the same bytes under two names are one document with two sources. When
the bytes under a name change, the old document stays and is marked superseded.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from corpus import store
from corpus.corrections import (
    TYPES,
    Correctable,
    Correction,
    Verdict,
    corrected,
    kind_of,
    place_of,
)
from corpus.entries import (
    DocumentEntry,
    Entry,
    Failure,
    FileState,
    Filters,
    MeetingEntry,
    SourceEntry,
)
from corpus.errors import ArchiveError, UsageError
from corpus.meetings import fold, meeting_ids
from corpus.model import (
    ActionItem,
    AgendaItem,
    Box,
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
from corpus.parcel import (
    MEETING,
    FactRows,
    Parcel,
    RecordRows,
    Rest,
    meeting_of,
    pack,
    record_of,
    records_of,
    rows_of,
    unpack,
)
from corpus.rows import BY_PREFIX, BY_TYPE, FACTS, FactTable
from corpus.swedish.personal import PersonalData, personal_data, recogniser

_Fact = TypeVar(
    "_Fact", AgendaItem, Participant, Decision, ActionItem, UpcomingDate, Vote, Statement
)

_RANK: tuple[DocumentType, ...] = (
    DocumentType.MINUTES,
    DocumentType.NOTES,
    DocumentType.EXTRACT,
    DocumentType.SLIDES,
    DocumentType.NOTICE,
    DocumentType.REPORT,
)
"""Which kind of document to believe first where several tell of one meeting."""

_SHORT_WORK = 5.0
"""Seconds to wait for the right to write: a saved correction is made searchable in far less."""


def _merged(id_: str, rows: Sequence[sqlite3.Row]) -> MeetingEntry:
    """One meeting of the records that tell of it."""
    ranked = sorted(rows, key=lambda row: _RANK.index(DocumentType(row["document_type"])))
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


_INSERT_RECORD = """
    INSERT INTO record (id, document_id, part, document_type, organisation, body, date, start,
                        "end", place, meeting_key, meeting_id, rest)
    VALUES (:id, :document_id, :part, :document_type, :organisation, :body, :date, :start,
            :end, :place, :meeting_key, '', :rest)
"""
_DOCUMENT = """
    SELECT id, media_type, size, pages, added, revision,
           (SELECT group_concat(meeting_id) FROM
              (SELECT meeting_id FROM record WHERE document_id = document.id ORDER BY part))
             AS meetings
    FROM document
"""
_IS_CURRENT = "EXISTS (SELECT 1 FROM source s WHERE s.document_id = r.document_id AND s.current)"
_ORDER = "r.date NULLS LAST, r.body, r.document_id, r.part"


def now_utc() -> str:
    """The time in UTC as the archive notes it, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


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


_Boxes = tuple[Box, ...]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


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


class Archive:
    """An open archive. One thread uses it at a time; any number of processes may read at once."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.originals = Originals(path / "objects")
        self._connection = connection
        self._writing = False

    # ------------------------------------------------------------------ open and close

    @classmethod
    def open(cls, path: Path, create: bool = False) -> Archive:
        """Open the archive in a folder, bringing an older layout up to date.

        Raises ArchiveError when there is none (and `create` is False), when it was written by
        a newer version, or when it cannot be read.
        """
        database = path / "archive.sqlite"
        where = str(path)
        if not create and not database.exists():
            raise ArchiveError(
                "här finns inget arkiv.",
                where,
                "Skapa ett med `radslag ingest MAPP`, eller peka ut ett med --archive.",
            )
        with store.explained(where):
            try:
                (path / "objects").mkdir(parents=True, exist_ok=True)
                connection = store.connect(database)
            except (PermissionError, FileExistsError, NotADirectoryError) as error:
                what = "mappen går inte att använda som arkiv."
                advice = "Kontrollera dess rättigheter, eller välj en annan med --archive."
                raise ArchiveError(what, where, advice) from error
            try:
                cls._bring_up_to_date(path, connection)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @staticmethod
    def _bring_up_to_date(path: Path, connection: sqlite3.Connection) -> None:
        if store.layout_of(connection) == len(store.schema()):
            return
        with store.locked(path / "lock.sqlite", wait=10):
            store.migrate(connection, store.schema(), str(path))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def index_folder(self) -> Path:
        """Where the search index stands."""
        return self.path / "index"

    # ------------------------------------------------------------------ write

    @contextmanager
    def writing(self, wait: float = _SHORT_WORK) -> Iterator[None]:
        """Hold the right to write for a while; ArchiveError when another has it for `wait` s."""
        if self._writing:
            yield
            return
        with store.explained(str(self.path)), store.locked(self.path / "lock.sqlite", wait):
            self._writing = True
            try:
                self.originals.clear_unfinished()
                yield
            finally:
                self._writing = False

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self.writing(), self.changing() as db:
            yield db

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

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction for what people write; it needs no right to write, so that an ingest
        that runs for hours does not stop them."""
        with store.explained(str(self.path)):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def add(
        self,
        path: Path,
        document: Document,
        records: Sequence[Record],
        state: FileState | None = None,
    ) -> bool:
        """Store a file, what was read of it and what it says; see `store`."""
        return self.store(path, pack(document, records), state or FileState.of(path))

    def store(self, path: Path, parcel: Parcel, state: FileState, extraction: str = "") -> bool:
        """Store a file and its parcel in one transaction; True if it superseded another version.

        `state` is the file's as it was before it was read, `extraction` what read it. Records
        that the document had are replaced. Raises UnreadableError when the file has changed
        since, ArchiveError when the disk is full.
        """
        with self.writing():
            size = self.originals.add(path, parcel.document_id)
            with self._transaction() as db:
                self._put_document(db, parcel, size, extraction)
                return self._name(db, parcel.document_id, state)

    def store_again(self, parcel: Parcel, extraction: str) -> None:
        """Store what was read anew of a document that is here."""
        with self._transaction() as db:
            self._put_document(db, parcel, 0, extraction)

    def _put_document(
        self, db: sqlite3.Connection, parcel: Parcel, size: int, extraction: str
    ) -> None:
        id_ = parcel.document_id
        db.execute(
            "INSERT INTO document (id, media_type, size, pages, body, revision, added, extraction)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET media_type = excluded.media_type, pages = excluded.pages, body = excluded.body,"
            " revision = excluded.revision, extraction = excluded.extraction",
            (
                id_,
                parcel.media_type,
                size,
                parcel.pages,
                parcel.body,
                parcel.revision,
                now_utc(),
                extraction,
            ),
        )
        self._put_personal(db, id_, parcel.personal)
        self._replace_records(db, parcel)

    @staticmethod
    def _put_personal(
        db: sqlite3.Connection, document_id: str, found: Sequence[PersonalData]
    ) -> None:
        db.execute("DELETE FROM personal WHERE document_id = ?", (document_id,))
        db.executemany(
            "INSERT INTO personal VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(document_id, p.start, p.end, p.page, p.kind, p.text, _json(p.boxes)) for p in found],
        )
        db.execute("UPDATE document SET recogniser = ? WHERE id = ?", (recogniser(), document_id))

    def _replace_records(self, db: sqlite3.Connection, parcel: Parcel) -> None:
        corrections = self.corrections(parcel.document_id)
        if corrections:
            self._correct(db, parcel.document_id, records_of(parcel), corrections)
        else:
            self._put(db, parcel.document_id, parcel.records, parcel.facts)

    def _put(
        self, db: sqlite3.Connection, document_id: str, records: RecordRows, facts: FactRows
    ) -> None:
        old = db.execute(
            "SELECT meeting_key FROM record WHERE document_id = ?", (document_id,)
        ).fetchall()
        db.execute("DELETE FROM record WHERE document_id = ?", (document_id,))
        db.executemany(_INSERT_RECORD, records)
        for prefix, row in facts:
            db.execute(BY_PREFIX[prefix].insert, row)
        keys = {row["meeting_key"] for row in records} | {row[0] for row in old}
        for key in sorted(keys):
            members = db.execute(
                "SELECT id, organisation FROM record WHERE meeting_key = ?", (key,)
            ).fetchall()
            settled = meeting_ids(key, dict(map(tuple, members)))
            db.executemany(
                "UPDATE record SET meeting_id = ? WHERE id = ?",
                [(meeting, record) for record, meeting in settled.items()],
            )
        self._move_follow_ups(db, document_id, facts)

    @staticmethod
    def _move_follow_ups(db: sqlite3.Connection, document_id: str, facts: FactRows) -> None:
        """Let what is noted of action items follow those that are read otherwise now."""
        table = BY_TYPE[ActionItem]
        now = {row["id"]: table.from_row(row) for prefix, row in facts if prefix == table.prefix}
        noted = db.execute(
            "SELECT action_id, was FROM follow_up WHERE document_id = ?", (document_id,)
        ).fetchall()
        taken = {id_ for id_, _ in noted} & now.keys()
        for id_, was in noted:
            if id_ in now:
                continue
            free = {new: fact for new, fact in now.items() if new not in taken}
            known = msgspec.json.decode(was, type=ActionItem)
            found = place_of(known, list(free.values()), table)
            if found is not None:
                new = next(each for each, fact in free.items() if fact is found)
                taken.add(new)
                db.execute("UPDATE follow_up SET action_id = ? WHERE action_id = ?", (new, id_))

    def _correct(
        self,
        db: sqlite3.Connection,
        document_id: str,
        extracted: Sequence[Record],
        corrections: Sequence[Correction],
    ) -> None:
        """Keep the records as they were extracted, and store their facts corrected."""
        db.execute("DELETE FROM extraction WHERE document_id = ?", (document_id,))
        if corrections:
            kept = msgspec.msgpack.encode(tuple(extracted))
            db.execute("INSERT INTO extraction VALUES (?, ?)", (document_id, kept))
        records, facts = rows_of(document_id, corrected(extracted, corrections))
        self._put(db, document_id, records, facts)
        said = msgspec.json.encode((records, facts))
        db.execute(
            "UPDATE document SET revision = ? WHERE id = ?",
            (sha256(said).hexdigest()[:16], document_id),
        )

    # ------------------------------------------------------------------ corrections

    def corrections(self, document_id: str | None = None) -> tuple[Correction, ...]:
        """What people have said of a document's facts, or of all, in the order they said it."""
        sql = "SELECT * FROM correction WHERE ?1 IS NULL OR document_id = ?1 ORDER BY id"
        return tuple(_correction(row) for row in self.ask(sql, (document_id,)))

    def extracted(self, document_id: str) -> tuple[Record, ...]:
        """What the program read in a document, without corrections."""
        rows = self.ask("SELECT records FROM extraction WHERE document_id = ?", (document_id,))
        if not rows:
            return self.records(document_id)
        return msgspec.msgpack.decode(rows[0][0], type=tuple[Record, ...])

    def correct(
        self,
        document_id: str,
        verdict: Verdict,
        was: Correctable | None,
        now: Correctable | None,
        user: str,
    ) -> int:
        """Take in a person's verdict on a fact and put it in force at once; its number."""
        known = was or now
        if known is None:
            raise UsageError("en rättelse gäller en uppgift.")
        told = [msgspec.json.encode(fact).decode() if fact else None for fact in (was, now)]
        with self.changing() as db:
            extracted = self.extracted(document_id)
            number = db.execute(
                "INSERT INTO correction (document_id, kind, verdict, was, now, user, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (document_id, kind_of(known), str(verdict), *told, user, now_utc()),
            ).lastrowid
            self._correct(db, document_id, extracted, self.corrections(document_id))
        return int(number or 0)

    def take_back(self, number: int) -> Correction:
        """Undo a correction (ångra): all is as if it had never been made.

        Raises ArchiveError when there is none of the number.
        """
        with self.changing() as db:
            correction = _correction(self._one("SELECT * FROM correction WHERE id = ?", number))
            document_id = correction.document_id
            extracted = self.extracted(document_id)
            db.execute("DELETE FROM correction WHERE id = ?", (number,))
            self._correct(db, document_id, extracted, self.corrections(document_id))
        return correction

    @staticmethod
    def _name(db: sqlite3.Connection, document_id: str, state: FileState) -> bool:
        """Make the document the current one under a name."""
        superseded = db.execute(
            "UPDATE source SET current = 0 WHERE uri = ? AND document_id <> ? AND current",
            (state.uri, document_id),
        ).rowcount
        db.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (uri, document_id)"
            " DO UPDATE SET size = excluded.size, modified = excluded.modified, current = 1",
            (state.uri, document_id, state.size, state.modified, now_utc()),
        )
        db.execute("DELETE FROM failure WHERE uri = ?", (state.uri,))
        return superseded > 0

    def add_source(self, document_id: str, state: FileState) -> bool:
        """Note another name of a document that is here; True if it superseded another version."""
        with self._transaction() as db:
            return self._name(db, document_id, state)

    def add_failure(self, uri: str, reason: str, advice: str = "") -> None:
        """Remember that a file could not be read, and why."""
        with self._transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)",
                (uri, reason, advice, now_utc()),
            )

    # ------------------------------------------------------------------ documents

    def ask(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The rows that answer a question in SQL; for modules of this package."""
        with store.explained(str(self.path)):
            return self._connection.execute(sql, parameters).fetchall()

    def unchanged(self, state: FileState) -> bool:
        """Whether a file was read before and has the same size and time since."""
        rows = self.ask(
            "SELECT document_id FROM source"
            " WHERE uri = ? AND size = ? AND modified = ? AND current",
            (state.uri, state.size, state.modified),
        )
        return bool(rows) and self.originals.path(rows[0][0]).exists()

    def has(self, document_id: str) -> bool:
        """Whether the document and its original are here."""
        rows = self.ask("SELECT 1 FROM document WHERE id = ?", (document_id,))
        return bool(rows) and self.originals.path(document_id).exists()

    def document_at(self, uri: str) -> str | None:
        """The id of the current document under a name, if the name is known."""
        rows = self.ask("SELECT document_id FROM source WHERE uri = ? AND current", (uri,))
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

    def personal(self, document_id: str) -> tuple[PersonalData, ...]:
        """The personal data (personuppgifter) of a document, in the order of its text.

        It is recognised when a document is read, and here if that was by older rules. Raises
        ArchiveError when the document is not here.
        """
        row = self._one("SELECT recogniser FROM document WHERE id = ?", document_id)
        if row["recogniser"] != recogniser():
            found = personal_data(self.document(document_id))
            # Where it cannot be noted just now, it is recognised the next time too.
            with contextlib.suppress(ArchiveError), self.changing() as db:
                self._put_personal(db, document_id, found)
            return found
        rows = self.ask(
            'SELECT page, start, "end", kind, text, boxes FROM personal WHERE document_id = ?'
            ' ORDER BY start, "end", kind',
            (document_id,),
        )
        return tuple(
            PersonalData(page, start, end, kind, text, msgspec.json.decode(boxes, type=_Boxes))
            for page, start, end, kind, text, boxes in rows
        )

    def extractions(self) -> dict[str, str]:
        """What made the records of each current document; "" where nobody knows."""
        rows = self.ask(
            "SELECT id, coalesce(extraction, '') FROM document d WHERE EXISTS"
            " (SELECT 1 FROM source s WHERE s.document_id = d.id AND s.current) ORDER BY added, id"
        )
        return {row[0]: row[1] for row in rows}

    def _one(self, sql: str, id_: str | int) -> Any:
        rows = self.ask(sql, (id_,))
        if not rows:
            raise ArchiveError(f"arkivet har inget som heter {id_}.", str(self.path))
        return rows[0]

    def failures(self) -> tuple[Failure, ...]:
        """Files that could not be read, by name."""
        rows = self.ask("SELECT uri, reason, advice, at FROM failure ORDER BY uri")
        return tuple(Failure(*row) for row in rows)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the database; nothing when it is whole."""
        said = [str(row[0]) for row in self.ask("PRAGMA integrity_check")]
        loose = [f"{row[0]} utan {row[2]}" for row in self.ask("PRAGMA foreign_key_check")]
        return tuple(message for message in said + loose if message != "ok")

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
            for table in FACTS
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
            "SELECT f.*, r.meeting_id, r.document_id, r.document_type, r.organisation, r.body,"  # noqa: S608
            f" r.date AS meeting_date FROM {table.table} f JOIN record r ON r.id = f.record_id"
            f" WHERE {where} ORDER BY {_ORDER}, f.position"
        )
        for row in self.ask(sql, parameters):
            point = row["id"] if table.prefix == "p" else None
            yield Entry(
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
        chosen = [] if filters.superseded else [_IS_CURRENT]
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

    # ------------------------------------------------------------------ meetings

    def meetings(self, filters: Filters = Filters()) -> tuple[MeetingEntry, ...]:  # noqa: B008 - frozen
        """All meetings by date; the filters choose among their records."""
        where, parameters = self._where(None, filters)
        sql = (
            f"SELECT r.* FROM record r WHERE r.meeting_id IN"  # noqa: S608 - names of this module
            f" (SELECT r.meeting_id FROM record r WHERE {where})"
            f"{'' if filters.superseded else f' AND {_IS_CURRENT}'} ORDER BY {_ORDER}"
        )
        groups: dict[str, list[sqlite3.Row]] = {}
        for row in self.ask(sql, parameters):
            groups.setdefault(row["meeting_id"], []).append(row)
        return tuple(_merged(id_, rows) for id_, rows in groups.items())

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
