"""A document in the making: its blocks, and the gold record that grows with them.

Whoever writes a document calls `item`, `decision`, `action` … for the text it puts on the page.
Each notes the fact in the gold record and returns the text with a mark, so that the page of the
fact is known once the document is set. The record has the shape of
`radslag inspect --json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.generate.paper import (
    SETTERS,
    Block,
    Break,
    Grid,
    Printed,
    Rule,
    Sheetform,
    Text,
    mark,
    plain,
)

Fact = dict[str, object]
_KINDS = (
    "participants",
    "agenda_items",
    "decisions",
    "action_items",
    "upcoming_dates",
    "votes",
)


class Sheet:
    """Blocks and gold of one document."""

    def __init__(self, document_type: str, form: Sheetform | None = None, **meeting: str) -> None:
        fields = ("organisation", "body", "date", "start", "end", "place")
        self.form = form or Sheetform()
        self.blocks: list[Block] = []
        self.document_type = document_type
        self.meeting: dict[str, str | None] = {key: meeting.get(key) for key in fields}
        self.facts: dict[str, list[Fact]] = {kind: [] for kind in _KINDS}
        self.label: str | None = None
        """What facts call the item that is being written."""

    # ---------------------------------------------------------------- facts

    def _note(self, kind: str, **fact: object) -> str:
        self.facts[kind].append(fact)
        return mark(f"{kind}{len(self.facts[kind]) - 1}")

    def person(
        self,
        name: str,
        affiliation: str | None = None,
        role: str | None = None,
        attendance: str = "member",
        substitutes_for: str | None = None,
    ) -> None:
        self._note(
            "participants",
            name=name,
            affiliation=affiliation,
            role=role,
            attendance=attendance,
            substitutes_for=substitutes_for,
        )

    def item(
        self,
        number: str | None,
        title: str,
        case: str | None = None,
        type: str | None = None,  # noqa: A002 - the gold's own word
        responsible: str | None = None,
        time: str | None = None,
    ) -> str:
        """Begins an item; returns the mark to put before its head."""
        self.label = number or title
        return self._note(
            "agenda_items",
            number=number,
            title=title,
            case_number=case,
            type=type,
            responsible=responsible,
            time=time,
            page=None,
        )

    def decision(self, text: str, outcome: str) -> str:
        key = self._note(
            "decisions", agenda_item=self.label, text=plain(text), outcome=outcome, page=None
        )
        return key + text

    def action(
        self,
        text: str,
        owner: Sequence[str] = (),
        due: str | None = None,
        due_text: str | None = None,
    ) -> str:
        key = self._note(
            "action_items",
            agenda_item=self.label,
            text=plain(text),
            owner=list(owner),
            due_date=due,
            due_text=due_text,
            page=None,
        )
        return key + text

    def vote(self, yes: int, no: int, abstain: int = 0) -> None:
        self._note("votes", agenda_item=self.label, yes=yes, no=no, abstain=abstain)

    def upcoming(self, date: str, text: str, what: str) -> None:
        self._note("upcoming_dates", date=date, text=text, what=what)

    # --------------------------------------------------------------- blocks

    def head(self, text: str, size: float = 0.0, level: int = 2, before: float = 8.0) -> None:
        size = size or self.form.size
        self.blocks.append(Text(text, size=size, bold=True, level=level, before=before))

    def p(self, *texts: str, **style: object) -> None:
        self.blocks += [Text(text, **style) for text in texts]  # type: ignore[arg-type]

    def bullets(self, texts: Iterable[str], sign: str = "•", indent: float = 6.0) -> None:
        self.blocks += [Text(t, bullet=sign, indent=indent, after=1) for t in texts]

    def numbered(self, texts: Iterable[str], end: str = ".", indent: float = 6.0) -> None:
        self.blocks += [
            Text(t, bullet=f"{n}{end}", indent=indent, after=2) for n, t in enumerate(texts, 1)
        ]

    def grid(self, rows: Iterable[Sequence[str]], widths: Sequence[float], **style: object) -> None:
        table = tuple(tuple(row) for row in rows)
        self.blocks.append(Grid(table, tuple(widths), **style))  # type: ignore[arg-type]

    def gap(self) -> None:
        self.blocks.append(Text(""))

    def rule(self) -> None:
        self.blocks.append(Rule())

    def page(self) -> None:
        self.blocks.append(Break())

    # ---------------------------------------------------------------- the end

    def printed(self, kind: str, title: str = "") -> Printed:
        """The document as `kind` of file: pdf, scan, docx, pptx or txt."""
        numbers = tuple(str(item["number"] or "") for item in self.facts["agenda_items"])
        return SETTERS[kind](replace(self.form, numbers=numbers), self.blocks, title)

    def gold(self, source: str, printed: Printed) -> Fact:
        """The gold record, with the pages on which the facts came to stand."""
        record: Fact = {
            "source": source,
            "document_type": self.document_type,
            "meeting": dict(self.meeting),
        }
        for kind in _KINDS:
            facts = [dict(fact) for fact in self.facts[kind]]
            for at, fact in enumerate(facts):
                if "page" in fact:
                    fact["page"] = printed.pages.get(f"{kind}{at}")
            record[kind] = facts
        return record


def as_json(record: Fact) -> str:
    """A gold record as it is kept."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
