"""What the finders of facts know of the whole document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.model import DocumentType, Meeting, Participant


@dataclass(frozen=True)
class Context:
    """The document's type, its meeting, and who was there."""

    document_type: DocumentType
    meeting: Meeting
    participants: tuple[Participant, ...] = ()

    @property
    def date(self) -> date | None:
        """The day of the meeting: what yearless and relative dates are settled from."""
        return date.fromisoformat(self.meeting.date) if self.meeting.date else None
