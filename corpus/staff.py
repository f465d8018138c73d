"""What the staff writes: follow-up of action items, users, saved searches, and the log of it all.

It stands in the archive's database beside what was extracted, and is written without the right
that an ingest holds, so that nobody waits for one.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from enum import StrEnum
from functools import cache

import msgspec

from corpus.archive import Archive, now_utc
from corpus.cases import case_key
from corpus.entries import Entry, MeetingEntry
from corpus.errors import UsageError
from corpus.holdings import IS_CURRENT
from corpus.model import ActionItem
from corpus.rows import BY_PREFIX
from corpus.touched import relist_with

# ------------------------------------------------------------------------------ follow-up


class Status(StrEnum):
    """How far an action item has come, as the staff says."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self in (Status.OPEN, Status.STARTED)


STATUSES = {"open": "öppet", "started": "påbörjat", "done": "klart", "dropped": "utgår"}


class FollowUp(msgspec.Struct, frozen=True):
    """What is noted of an action item (uppföljning)."""

    status: Status = Status.OPEN
    note: str = ""
    user: str = ""
    at: str = ""


def follow_ups(archive: Archive) -> dict[str, FollowUp]:
    """What is noted of action items, by their ids."""
    rows = archive.ask("SELECT action_id, status, note, user, at FROM follow_up")
    return {row[0]: FollowUp(Status(row[1]), *tuple(row)[2:]) for row in rows}


def follow_up(
    archive: Archive, entry: Entry[ActionItem], status: Status, note: str, user: str
) -> None:
    """Note how far an action item has come."""
    was = msgspec.json.encode(entry.fact).decode()
    with archive.changing() as db:
        db.execute(
            "INSERT OR REPLACE INTO follow_up VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry.id, entry.document_id, was, str(status), note, user, now_utc()),
        )
        relist_with(db, entry.id)
    log(archive, user, "follow_up", entry.id, f"{status} {note}".strip(), entry.document_id)


# ------------------------------------------------------------------------------ users


class Role(StrEnum):
    """What a user may do; each role may what those before it may."""

    READER = "reader"  # läsare: reads, personal data hidden
    EDITOR = "editor"  # handläggare: corrects, follows up, sees personal data after asking
    ARCHIVIST = "archivist"  # arkivarie: adds files, sees the log

    def may(self, needed: Role) -> bool:
        """Whether this role has the rights of another."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class User(msgspec.Struct, frozen=True):
    """Somebody who may log in."""

    name: str
    full_name: str
    role: Role
    stamp: str = ""
    """Changes with the password, so that sessions begun before end."""


def _user(row: tuple[str, str, str, str]) -> User:
    return User(row[0], row[1], Role(row[2]), row[3][-16:])


def users(archive: Archive) -> tuple[User, ...]:
    """All users by name."""
    rows = archive.ask("SELECT name, full_name, role, password FROM user ORDER BY name")
    return tuple(_user(row) for row in rows)


def user_named(archive: Archive, name: str) -> User | None:
    """The user of a name, if there is one."""
    rows = archive.ask("SELECT name, full_name, role, password FROM user WHERE name = ?", (name,))
    return _user(rows[0]) if rows else None


SHORTEST_PASSWORD = 12


def set_user(archive: Archive, name: str, full_name: str, role: Role, password: str) -> None:
    """Add a user or change one. Raises UsageError for a short password or a bad name."""
    from argon2 import PasswordHasher

    if not name.strip() or any(not c.isprintable() for c in name):
        raise UsageError("ett användarnamn måste ha synliga tecken.", advice="Välj ett annat.")
    if len(password) < SHORTEST_PASSWORD:
        advice = f"Välj minst {SHORTEST_PASSWORD} tecken, gärna flera ord."
        raise UsageError("lösenordet är för kort.", advice=advice)
    with archive.changing() as db:
        db.execute(
            "INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)",
            (name, full_name, str(role), PasswordHasher().hash(password)),
        )


def remove_user(archive: Archive, name: str) -> None:
    """Remove a user. Raises UsageError when there is none of the name."""
    with archive.changing() as db:
        if not db.execute("DELETE FROM user WHERE name = ?", (name,)).rowcount:
            raise UsageError(f"ingen användare heter {name}.", advice="Se `radslag user list`.")


@cache
def _nobody() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash("")


def logged_in(archive: Archive, name: str, password: str) -> User | None:
    """The user, if name and password are right; takes as long when there is no such user."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    rows = archive.ask("SELECT password FROM user WHERE name = ?", (name,))
    try:
        PasswordHasher().verify(rows[0][0] if rows else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    return user_named(archive, name) if rows else None


# ------------------------------------------------------------------------------ searches, log


class SavedSearch(msgspec.Struct, frozen=True):
    """A search that somebody wants to make again (sparad sökning)."""

    id: int
    name: str
    query: str
    """The query string of its address."""


def saved_searches(archive: Archive, user: str) -> tuple[SavedSearch, ...]:
    """The searches that a user has saved, by name."""
    sql = "SELECT id, name, query FROM saved_search WHERE user = ? ORDER BY name"
    return tuple(SavedSearch(*row) for row in archive.ask(sql, (user,)))


def save_search(archive: Archive, user: str, name: str, query: str) -> None:
    """Save a search under a name; one that has the name is replaced."""
    with archive.changing() as db:
        db.execute(
            "INSERT INTO saved_search (user, name, query, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (user, name) DO UPDATE SET query = excluded.query, at = excluded.at",
            (user, name, query, now_utc()),
        )


def forget_search(archive: Archive, user: str, id_: int) -> None:
    """Remove a saved search of a user."""
    with archive.changing() as db:
        db.execute("DELETE FROM saved_search WHERE user = ? AND id = ?", (user, id_))


class Event(msgspec.Struct, frozen=True):
    """Something that a user did."""

    at: str
    user: str
    what: str
    about: str
    details: str
    document_id: str | None
    """The document that it tells of, if it does of one."""


EVENTS = {
    "accepted": "godkänd",
    "corrected": "rättad",
    "rejected": "avvisad",
    "added": "tillagd",
    "undone": "ångrad",
    "follow_up": "följde upp",
    "login": "loggade in",
    "login_failed": "misslyckades logga in",
    "change_password": "bytte lösenord",
    "unmask": "visade personuppgifter",
    "mask": "dolde personuppgifter",
    "upload": "lade till filer",
    "ingest": "läste in filer",
    "download_original": "hämtade ett original",
    "download_gold": "hämtade facit",
    "save_search": "sparade en sökning",
    "removed": "tog bort en handling",
    "backup": "tog en säkerhetskopia",
}
"""What is logged, in words."""


def log(
    archive: Archive,
    user: str,
    what: str,
    about: str = "",
    details: object = "",
    document_id: str | None = None,
) -> None:
    """Write down what a user did, and when; `document_id` is where words of it were read."""
    text = details if isinstance(details, str) else json.dumps(details, ensure_ascii=False)
    with archive.changing() as db:
        db.execute(
            "INSERT INTO event (at, user, what, about, details, document_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (now_utc(), user, what, about, text, document_id),
        )


def events(archive: Archive, limit: int = 200) -> tuple[Event, ...]:
    """What users did last, latest first."""
    sql = "SELECT at, user, what, about, details, document_id FROM event ORDER BY id DESC LIMIT ?"
    return tuple(Event(*row) for row in archive.ask(sql, (limit,)))


# ------------------------------------------------------------------------------ overviews


class Person(msgspec.Struct, frozen=True):
    """Somebody who has taken part in meetings."""

    name: str
    affiliation: str | None
    meetings: int
    first: str | None
    last: str | None


def people(archive: Archive, part: str = "", limit: int = 200, offset: int = 0) -> list[Person]:
    """Participants with part of a name in it, those of most meetings first."""
    sql = (
        "SELECT min(f.name), max(f.affiliation), count(DISTINCT r.meeting_id), min(r.date),"
        " max(r.date) FROM participant f JOIN record r ON r.id = f.record_id"
        " WHERE ? = '' OR instr(fold(f.name), fold(?)) GROUP BY fold(f.name)"
        " ORDER BY 3 DESC, 1 LIMIT ? OFFSET ?"
    )
    return [Person(*row) for row in archive.ask(sql, (part, part, limit, offset))]


class Body(msgspec.Struct, frozen=True):
    """A body (organ) that has met."""

    name: str
    organisations: str | None
    meetings: int
    first: str | None
    last: str | None


def bodies(archive: Archive) -> list[Body]:
    """The bodies by name."""
    sql = (
        "SELECT body, group_concat(DISTINCT organisation), count(DISTINCT meeting_id), min(date),"
        " max(date) FROM record WHERE body IS NOT NULL GROUP BY body ORDER BY body"
    )
    return [Body(*row) for row in archive.ask(sql)]


class Case(msgspec.Struct, frozen=True):
    """A matter that has a case number (ärende med diarienummer)."""

    number: str
    title: str
    points: int
    first: str | None
    last: str | None
    document_id: str
    """Which the title was read in."""


def cases(archive: Archive, part: str = "", limit: int = 200, offset: int = 0) -> list[Case]:
    """Matters by their latest meeting, the newest first; `part` of the number or the title.

    All spellings of a number are one matter, named as the latest point of it names it.
    """
    chosen = "(:part = '' OR instr(fold(f.case_number || ' ' || f.title), fold(:part)))"
    by_day = (
        "SELECT f.case_number, f.title, r.document_id FROM record r"  # noqa: S608
        " CROSS JOIN agenda_item f ON f.record_id = r.id"  # which SQLite does not turn around
        f" WHERE f.case_number IS NOT NULL AND {chosen}"
        " ORDER BY r.date DESC, r.id DESC, f.position DESC"
    )
    by_case = (
        "SELECT c.case_key, count(*), min(r.date), max(r.date) FROM case_point c"  # noqa: S608
        " JOIN agenda_item f ON f.id = c.point_id JOIN record r ON r.id = f.record_id"
        f" WHERE c.case_key IN (SELECT value FROM json_each(:keys)) AND {chosen} GROUP BY 1"
    )
    latest: dict[str, tuple[str, str, str]] = {}
    with archive.at_once():
        for number, title, document_id in archive.each(by_day, {"part": part}):
            latest.setdefault(case_key(number), (number, title, document_id))
            if len(latest) == offset + limit:
                break
        keys = list(latest)[offset:]
        rows = archive.ask(by_case, {"keys": json.dumps(keys), "part": part})
    found = {}
    for key, points, first, last in rows:
        number, title, document_id = latest[key]
        found[key] = Case(number, title, points, first, last, document_id)
    return [found[key] for key in keys]


def latest_meetings(archive: Archive, count: int) -> list[MeetingEntry]:
    """The last meetings by their dates, the newest first."""
    sql = (
        f"SELECT r.meeting_id FROM record r WHERE r.date IS NOT NULL AND {IS_CURRENT}"  # noqa: S608
        " GROUP BY r.meeting_id ORDER BY max(r.date) DESC, max(r.body) LIMIT ?"
    )
    return [archive.meeting(row[0]) for row in archive.ask(sql, (count,))]


class Counts(msgspec.Struct, frozen=True):
    """How much the archive holds."""

    documents: int
    pages: int
    meetings: int
    points: int
    decisions: int
    actions: int
    failures: int


def counts(archive: Archive) -> Counts:
    """How much the archive holds now."""
    tables = ("agenda_item", "decision", "action_item", "seen WHERE state = 'refused'")
    parts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608
    sql = (
        "SELECT (SELECT count(*) FROM document), (SELECT coalesce(sum(pages), 0) FROM document),"  # noqa: S608
        f" (SELECT count(DISTINCT meeting_id) FROM record), {parts}"
    )
    return Counts(*archive.ask(sql)[0])


class Uncertain(msgspec.Struct, frozen=True):
    """A fact, or a field of a record's meeting, that no person has vouched for."""

    id: str
    """Of the fact, or of the record."""
    field: str
    """Of the meeting; empty for a fact."""
    confidence: float


def uncertain(
    archive: Archive, kinds: Collection[str], limit: int = 50, offset: int = 0
) -> list[Uncertain]:
    """What no person has vouched for in current documents, the least certain first.

    `kinds` are those of `corpus.corrections.TYPES`.
    """
    sure = "json_extract(f.rest, '$.provenance.confidence')"  # as the indexes have it
    parts = [
        f"SELECT f.id, '' AS field, {sure} AS sure FROM {BY_PREFIX[kind].table} f"  # noqa: S608 - names of this package
        f" JOIN record r ON r.id = f.record_id WHERE {sure} < 1 AND {IS_CURRENT}"
        f" ORDER BY {sure}, f.id LIMIT :most"
        for kind in kinds
        if kind in BY_PREFIX
    ]
    if "m" in kinds:
        sure = "json_extract(e.value, '$.confidence')"
        parts.append(
            f"SELECT r.id, e.key AS field, {sure} AS sure FROM record r,"  # noqa: S608
            f" json_each(r.rest, '$.evidence') e WHERE {sure} < 1 AND {IS_CURRENT}"
        )
    found = " UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)  # noqa: S608
    sql = f"{found} ORDER BY sure, id, field LIMIT :limit OFFSET :offset"
    wanted = {"most": limit + offset, "limit": limit, "offset": offset}
    return [Uncertain(*row) for row in archive.ask(sql, wanted)]
