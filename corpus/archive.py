"""The archive (arkivet): one folder with the originals, what was read of them, and the index.

    ARCHIVE/archive.sqlite   documents, records and their facts; the one truth
    ARCHIVE/objects/ab/cd…   the original files, unchanged, by SHA-256
    ARCHIVE/index/           the search index, which can be rebuilt at any time

A document is its bytes: the same bytes under two names are one document with two sources. A name
is a label: when other bytes that tell of the same meeting stand under it, the old document stays
and is marked superseded; what tells of another meeting stands beside it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType

import msgspec

from corpus import store
from corpus.corrections import (
    Correctable,
    Correction,
    Verdict,
    corrected,
    kind_of,
    move_follow_ups,
)
from corpus.entries import FileState
from corpus.errors import ArchiveError, UsageError
from corpus.holdings import Holdings
from corpus.meetings import meeting_ids
from corpus.model import Box, Document, Record
from corpus.parcel import FactRows, Parcel, RecordRows, pack, records_of, rows_of
from corpus.rows import BY_PREFIX
from corpus.sayings import teller
from corpus.swedish.personal import PersonalData, personal_data, recogniser
from corpus.touched import touched
from corpus.versions import same_meeting, settle

_SHORT_WORK = 5.0
"""Seconds to wait for the right to write: a saved correction is made searchable in far less."""

_INSERT_RECORD = """
    INSERT INTO record (id, document_id, part, document_type, organisation, body, date, start,
                        "end", place, meeting_key, meeting_id, rest)
    VALUES (:id, :document_id, :part, :document_type, :organisation, :body, :date, :start,
            :end, :place, :meeting_key, '', :rest)
"""


_INSERT_CASES = """
    INSERT INTO case_point SELECT case_key(f.case_number), f.id FROM agenda_item f
    JOIN record r ON r.id = f.record_id WHERE r.document_id = ? AND f.case_number IS NOT NULL
"""


def now_utc() -> str:
    """The time in UTC as the archive notes it, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


_Boxes = tuple[Box, ...]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


class Archive(Holdings):
    """An open archive. One thread uses it at a time; any number of processes may read at once."""

    def __init__(self, path: Path, connection: sqlite3.Connection, only_read: bool) -> None:
        super().__init__(path, connection)
        self.only_read = only_read
        """Whether the disk, or its rights, let nobody write here."""
        self.run = 0
        """The number of the ingest that goes on, for the ledger."""
        self._writing = False

    # ------------------------------------------------------------------ open and close

    @classmethod
    def open(cls, path: Path, create: bool = False, beside_originals: bool = False) -> Archive:
        """Open the archive in a folder, bringing an older layout up to date.

        Raises ArchiveError when there is none (and `create` is False), when it was written by
        a newer version, or when it cannot be read.

        `beside_originals` lets one be created where the originals of a lost one are.
        """
        connection, only_read = store.opened(path, create, beside_originals)
        return cls(path, connection, only_read)

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
        if self.only_read:
            what = "arkivet går inte att skriva i."
            raise ArchiveError(what, str(self.path), "Kontrollera mappens rättigheter.")
        with store.explained(str(self.path)), store.locked(self.path / "lock.sqlite", wait):
            self._writing = True
            try:
                self.originals.clear_unfinished()
                yield
            finally:
                self._writing = False

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction of an ingest, which can be made again from the files: it need not wait
        for the disk, as what people write does."""
        with self.writing():
            self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with self.changing() as db:
                    yield db
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")

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
            try:
                size = self.originals.add(path, parcel.document_id)
                with self._transaction() as db:
                    self._put_document(db, parcel, size, extraction)
                    superseded = self._name(db, parcel.document_id, state)
            except BaseException:  # also an interruption: no original without its document
                if not self.ask("SELECT 1 FROM document WHERE id = ?", (parcel.document_id,)):
                    self.originals.remove(parcel.document_id)
                raise
            self._describe(parcel.document_id)
            return superseded

    def store_again(self, parcel: Parcel, extraction: str) -> None:
        """Store what was read anew of a document that is here."""
        with self._transaction() as db:
            self._put_document(db, parcel, 0, extraction)
            settle(db, parcel.document_id)

    def _put_document(
        self, db: sqlite3.Connection, parcel: Parcel, size: int, extraction: str
    ) -> None:
        id_ = parcel.document_id
        db.execute(
            "INSERT INTO document"
            " (id, media_type, size, pages, body, revision, added, extraction, draft)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET media_type = excluded.media_type, pages = excluded.pages, body = excluded.body,"
            " revision = excluded.revision, extraction = excluded.extraction,"
            " draft = excluded.draft",
            (
                id_,
                parcel.media_type,
                size,
                parcel.pages,
                parcel.body,
                parcel.revision,
                now_utc(),
                extraction,
                parcel.draft,
            ),
        )
        self._put_personal(db, id_, parcel.personal)
        self._replace_records(db, parcel)
        if parcel.sayings and not self.corrections(id_):
            db.execute("INSERT INTO saying VALUES (?, ?, ?)", (id_, teller(), parcel.sayings))

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
        db.execute(_INSERT_CASES, (document_id,))
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
        move_follow_ups(db, document_id, facts)
        db.execute("DELETE FROM saying WHERE document_id = ?", (document_id,))
        touched(db, (document_id,), keys)

    def _name(self, db: sqlite3.Connection, document_id: str, state: FileState) -> bool:
        """Let a document stand under a name; True if it took the place of another version.

        Only what tells of the same meeting is a version: other minutes that stood under the name
        go on standing.
        """
        others = db.execute(
            "SELECT document_id FROM source WHERE uri = ? AND document_id <> ? AND current",
            (state.uri, document_id),
        ).fetchall()
        old = [row[0] for row in others if same_meeting(db, document_id, row[0])]
        db.executemany(
            "UPDATE source SET current = 0 WHERE uri = ? AND document_id = ?",
            [(state.uri, id_) for id_ in old],
        )
        db.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (uri, document_id)"
            " DO UPDATE SET size = excluded.size, modified = excluded.modified, current = 1",
            (state.uri, document_id, state.size, state.modified, now_utc()),
        )
        db.execute("UPDATE document SET replaced_by = NULL WHERE id = ?", (document_id,))
        settle(db, document_id)
        touched(db, (document_id, *old))
        self._note(db, document_id, state.uri)
        return bool(old)

    def _note(self, db: sqlite3.Connection, document_id: str, uri: str) -> None:
        """Put in the ledger that a path was read, or has the bytes of what was read before."""
        others = db.execute(
            "SELECT 1 FROM seen WHERE document_id = ? AND uri <> ? AND state = 'read'",
            (document_id, uri),
        ).fetchone()
        row = (uri, "duplicate" if others else "read", document_id, "", "", now_utc(), self.run)
        db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def add_source(self, document_id: str, state: FileState) -> bool:
        """Note another name of a document that is here; True if it superseded another version."""
        with self._transaction() as db:
            superseded = self._name(db, document_id, state)
        self._describe(document_id)
        return superseded

    def _describe(self, document_id: str) -> None:
        """Keep beside an original what the database knows of its file."""
        entry = self.document_entry(document_id)
        names = [(source.uri, source.first_seen) for source in entry.sources]
        self.originals.describe(document_id, entry.media_type, names)

    def wipe(self) -> None:
        """Leave nothing on the disk of what was deleted from the database."""
        with store.explained(str(self.path)):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # ------------------------------------------------------------------ corrections

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
        told = [_json(fact) if fact else None for fact in (was, now)]
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
            correction = self.correction(number)
            document_id = correction.document_id
            extracted = self.extracted(document_id)
            db.execute("DELETE FROM correction WHERE id = ?", (number,))
            self._correct(db, document_id, extracted, self.corrections(document_id))
        return correction

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

    # ------------------------------------------------------------------ personal data

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

    def personal_texts(self, document_ids: Collection[str]) -> frozenset[str]:
        """What is personal in some documents, as they write it: see `personal` and `hidden`."""
        ids = _json(tuple(document_ids))
        within = "IN (SELECT value FROM json_each(?))"
        older = self.ask(
            f"SELECT id FROM document WHERE id {within} AND recogniser IS NOT ?",  # noqa: S608
            (ids, recogniser()),
        )
        found = {each.text for row in older for each in self.personal(row[0])}
        rows = self.ask(f"SELECT DISTINCT text FROM personal WHERE document_id {within}", (ids,))  # noqa: S608
        return frozenset(found.union(row[0] for row in rows))
