"""A person in a list, while the lists of a document are put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Attendance, Participant
from ingest.facts.persons import Entry
from ingest.layout.passage import Passage

RANK = (
    Attendance.SERVING_SUBSTITUTE,
    Attendance.MEMBER,
    Attendance.SUBSTITUTE,
    Attendance.OTHER,
    Attendance.ABSENT,
)
"""Which attendance holds for somebody whom several lists name."""

OF_LABEL = {
    "member": Attendance.MEMBER,
    "name": Attendance.MEMBER,
    "present": Attendance.MEMBER,
    "roll": Attendance.MEMBER,
    "called": Attendance.MEMBER,
    "serving": Attendance.SERVING_SUBSTITUTE,
    "substitute": Attendance.SUBSTITUTE,
    "deputies": Attendance.SUBSTITUTE,
    "other": Attendance.OTHER,
    "supporters": Attendance.OTHER,
    "absent": Attendance.ABSENT,
}


_BOTH = ({"member", "substitute"}, {"member", "deputies"})
"""Lists that together name a deputy who served for some of the items only."""


@dataclass
class Seat:
    """Somebody as one list has them; `label` is the meaning of the list's label."""

    name: str
    attendance: Attendance
    evidence: Passage
    label: str
    rule: str
    confidence: float
    affiliation: str | None = None
    roles: list[str] = field(default_factory=list)
    substitutes_for: str | None = None
    items: str | None = None
    ticked: bool | None = None
    partied: bool = False

    @classmethod
    def of(cls, entry: Entry, label: str, evidence: Passage, rule: str) -> Seat:
        """The seat of an entry in a list under a label."""
        attendance = OF_LABEL[label]
        if label not in ("absent", "other", "supporters"):
            attendance = entry.hint or attendance
        if entry.ticked is False:
            attendance = Attendance.ABSENT
        return cls(
            entry.name, attendance, evidence, label, rule, _sure(entry, label), entry.affiliation,
            list(entry.roles), entry.substitutes_for, entry.items, entry.ticked, entry.partied,
        )  # fmt: skip

    @property
    def role(self) -> str | None:
        """The roles as written, each once."""
        return ", ".join(dict.fromkeys(self.roles)) or None

    def merge(self, other: Seat) -> None:
        """Takes in what another list says of the same person."""
        by_items = bool(self.items or other.items)
        if by_items and {self.label, other.label} in _BOTH:
            self.attendance = Attendance.SERVING_SUBSTITUTE
        elif RANK.index(other.attendance) < RANK.index(self.attendance):
            self.attendance = other.attendance
        self.affiliation = self.affiliation or other.affiliation
        self.roles = self.roles or other.roles
        self.substitutes_for = self.substitutes_for or other.substitutes_for
        self.items = self.items or other.items
        self.confidence = max(self.confidence, other.confidence)

    def participant(self) -> Participant:
        """The fact."""
        return Participant(
            self.name, self.affiliation, self.role, self.attendance, self.substitutes_for,
            self.evidence.provenance(self.rule, self.confidence), self.items,
        )  # fmt: skip


def _sure(entry: Entry, label: str) -> float:
    """How likely an entry is read right: surer with a party, a role or a box beside the name."""
    if " " not in entry.name:
        return 0.8
    if label in ("roll", "called", "supporters"):
        return 0.93
    return 0.97 if entry.affiliation or entry.roles or entry.ticked is not None else 0.95
