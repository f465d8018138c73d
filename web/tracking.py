"""Action items as the pages show them: with what the staff noted and what later documents say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from corpus.entries import Entry
from corpus.followups import Mention, Standing, standing_on
from corpus.model import ActionItem
from corpus.staff import FollowUp, Status, follow_ups
from corpus.told import told_once
from web.asking import Ask

_CLOSED = {Standing.DONE: Status.DONE, Standing.DROPPED: Status.DROPPED}


class Tracked(msgspec.Struct, frozen=True):
    """An action item and how far it has come; what the staff noted goes before the documents."""

    action: Entry[ActionItem]
    status: Status
    late: bool
    """Whether it is open though its day is past."""
    note: FollowUp | None
    mention: Mention | None
    """The later passage that says how far it has come."""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.status.is_open

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that tell of it."""
        said = (self.mention.provenance.document_id,) if self.mention else ()
        return (self.action.document_id, *said)


def tracked(ask: Ask, entries: Iterable[Entry[ActionItem]]) -> list[Tracked]:
    """Action items, each once, with how far they have come today."""
    notes, mentions = follow_ups(ask.archive), ask.site.mentions or {}
    today = date.today().isoformat()  # noqa: DTZ011 - deadlines are days of the reader's calendar
    return [
        _tracked(e, notes.get(e.id), mentions.get(e.id), today) for e in told_once(entries, notes)
    ]


def _tracked(
    entry: Entry[ActionItem], note: FollowUp | None, mention: Mention | None, today: str
) -> Tracked:
    said = standing_on(today, entry.fact, mention).standing
    status = note.status if note else _CLOSED.get(said, Status.OPEN)
    due = entry.fact.due_date
    late = status.is_open and due is not None and due < today
    return Tracked(entry, status, late, note, mention)
