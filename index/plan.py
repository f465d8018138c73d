"""From a question to the clauses an engine is asked.

Each word that must be found becomes one clause: its surface form, its net, compounds it is a
part of, and what else says the same, in the fields that matter, each with its weight. What the
question asks for is added as clauses that only raise.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from corpus.model import DocumentType, Outcome
from corpus.swedish.lexicon import expansions
from index.analysis import fold_case, name_key, terms, tokens, words
from index.clauses import (
    AnyTerm,
    Between,
    Boolean,
    Clause,
    Constant,
    Everything,
    Nothing,
    Sequence,
    Term,
)
from index.intent import Asked, Intent, Role
from index.places import Place, named_place
from index.query import And, Fuzzy, InField, Node, Not, Or, Phrase, Prefix, Range, Word
from index.references import days
from index.spelling import near
from index.wording import WEIGHTS, Plan, Wording, anywhere, main, word_terms

ADJACENT = 0.6
"""What it is worth that two words of the question stand side by side."""
DECIDED, DECIDED_OF_IT, TO_DO, TO_DO_OF_IT = 3.0, 9.0, 3.0, 9.0
"""What it is worth that a point decides or assigns something, and the very thing asked for."""
SETTLED = 4.0
"""What it is worth that a point decides and does not only propose, where a decision is sought."""
VERY, DAY = 1000.0, 14.0
"""What it is worth to be the very point that was named, and of the day that was named."""
PERIOD, NUMBER, CASE, OWNER = 12.0, 25.0, 25.0, 6.0
"""What it is worth that year or month, number, case number or owner are those asked for."""
MOST_EXPANDED = 60
"""Words that a prefix or a fuzzy word stands for at most."""

_TYPES: Final = {
    "protokoll": DocumentType.MINUTES, "minnesanteckningar": DocumentType.NOTES,
    "anteckningar": DocumentType.NOTES, "mötesanteckningar": DocumentType.NOTES,
    "kallelse": DocumentType.NOTICE, "dagordning": DocumentType.NOTICE,
    "föredragningslista": DocumentType.NOTICE, "bildspel": DocumentType.SLIDES,
    "presentation": DocumentType.SLIDES, "utdrag": DocumentType.EXTRACT,
    "protokollsutdrag": DocumentType.EXTRACT, "rapport": DocumentType.REPORT,
    "övrigt": DocumentType.REPORT,
    **{str(kind): kind for kind in DocumentType},
}  # fmt: skip

_OUTCOMES: Final = {
    "bifall": Outcome.APPROVED, "godkänd": Outcome.APPROVED, "bifallen": Outcome.APPROVED,
    "avslag": Outcome.REJECTED, "avslås": Outcome.REJECTED, "avslagen": Outcome.REJECTED,
    "återremiss": Outcome.REFERRED_BACK, "återremitterad": Outcome.REFERRED_BACK,
    "bordläggning": Outcome.TABLED, "bordlagd": Outcome.TABLED, "bordlagt": Outcome.TABLED,
    "noterad": Outcome.NOTED, "noterat": Outcome.NOTED, "uppdrag": Outcome.ASSIGNED,
    "val": Outcome.ELECTED, "vald": Outcome.ELECTED, "förslag": Outcome.PROPOSED,
    "öppen": Outcome.OPEN, "öppet": Outcome.OPEN,
    **{str(outcome): outcome for outcome in Outcome},
}  # fmt: skip


class Planner(Wording):
    """Makes the plan of one question against one index, whose words decide what is forgiven."""

    def make(self, intent: Intent, rest: list[Node]) -> Plan:
        """The plan of a question."""
        named = named_place(self.engine, intent)
        intent = intent.without(named.used)
        subjects = intent.subjects
        clauses = [self._subject(word) for word in subjects]
        self._adjacent(intent.words, subjects, clauses)
        self.plan.must += clauses
        for word in intent.words:
            if word.role is Role.REFERENCE:
                day = subjects and next(days(word.terms), None)
                (self.plan.should if day else self.plan.must).append(self._reference(word))
            elif word.role is Role.ASKING and not intent.decision:
                self.plan.should.append(AnyTerm(tuple(word_terms(word.terms))))
            elif word.role is Role.PERIOD and _YEAR.match(word.text):
                self.plan.must.append(self._year(word))
            elif word.role is not Role.SUBJECT:
                self.plan.should.append(anywhere(word.terms[:2], 0.3))
        self._first(named)
        for node in rest:
            self._top(node)
        self._raise(intent, subjects)
        return self.plan

    def _first(self, named: Place) -> None:
        """The very points that were named, then what else the words find."""
        if named.clause and named.alone:
            very = Constant(named.clause, VERY)
            self.plan.must = [Boolean(should=(very, *self.plan.must))]
        elif named.clause:
            self.plan.should.append(Constant(named.clause, DAY))
        self.plan.remarks += named.remarks

    def _year(self, word: Asked) -> Clause:
        """A year: in the text, or that of the meeting."""
        year = word.terms[0]
        headed = AnyTerm((Term("title", year, WEIGHTS["title"]), Term("decision", year)))
        said = Constant(AnyTerm((Term("body", year),)), 0.5)
        return Boolean(should=(headed, said, Constant(any_of("year", year), 0.0)))

    def _subject(self, word: Asked) -> Clause:
        found = list(self._known(word.text, word.terms))
        if word.outcome:
            found.append(Term("outcome", word.outcome, 4.0))
        if word.terms[0].isdigit() and len(word.terms[0]) == 4:
            found.append(Term("year", word.terms[0], 2.0))
        phrases = self._said_in_words(word.terms)
        if phrases:
            return Boolean(should=(AnyTerm(tuple(found)), *phrases) if found else tuple(phrases))
        return AnyTerm(tuple(found)) if found else self._in_parts(word.terms[0])

    def _adjacent(
        self, all_words: tuple[Asked, ...], subjects: tuple[Asked, ...], clauses: list[Clause]
    ) -> None:
        """Raise points where two words stand side by side; forgive a compound written apart."""
        for left, right in pairwise(all_words):
            if not {left.role, right.role} <= {Role.SUBJECT, Role.ASKING}:
                continue
            pair = (main(left.terms), main(right.terms))
            self.plan.should += [
                Sequence("title", pair, 3 * ADJACENT),
                Sequence("body", pair, ADJACENT),
            ]
            if left not in subjects or right not in subjects:
                continue
            at, first, last = subjects.index(left), left.terms[0], right.terms[0]
            for joint in ("", "s"):
                joined = terms(first + joint + last)
                if len(joined) > 1 and self.engine.frequency(main(joined)):
                    self.plan.wanted.update(joined[:2])
                    whole = AnyTerm(tuple(word_terms(joined)))
                    clauses[at] = Boolean(should=(clauses[at], whole))
                    clauses[at + 1] = Boolean(should=(clauses[at + 1], whole))

    def _reference(self, word: Asked) -> Clause:
        """A § or a case number: its own point or case first, then where it is mentioned."""
        term = word.terms[0]
        self.plan.wanted.add(term)
        return AnyTerm(
            (
                Term("number", term, NUMBER),
                Term("case", term, CASE),
                Term("title", term, 2.0),
                Term("decision", term, 1.0),
                Term("body", term, 1.0),
            )
        )

    # -------------------------------------------------------------- raising

    def _raise(self, intent: Intent, subjects: tuple[Asked, ...]) -> None:
        """Add what the question asks for beside its subject."""
        should = self.plan.should
        nets = [main(word.terms) for word in subjects]
        for wanted, field, fact, general, special in (
            (intent.decision, "decision", "decided", DECIDED, DECIDED_OF_IT),
            (intent.action, "action", "action", TO_DO, TO_DO_OF_IT),
        ):
            if not wanted:
                continue
            holds = any_of("facts", fact)
            should.append(Constant(holds, general))
            for word, net in zip(subjects, nets, strict=True):
                of_it = AnyTerm((Term(field, net), Term(field, "+" + net[1:]), Term("title", net)))
                should.append(Constant(Boolean((holds, of_it)), special / len(nets)))
                if field == "action":
                    sound = name_key(word.terms[0])
                    should.append(Constant(AnyTerm((Term("owner", sound),)), OWNER))
        if intent.decision:
            should.append(Constant(any_of("facts", "settled"), SETTLED))
        should += [Constant(any_of("year", year), PERIOD) for year in intent.years]
        should += [Constant(any_of("month", month), PERIOD) for month in intent.months]

    # -------------------------------------------------------------- the query language

    def _top(self, node: Node) -> None:
        """A node at the top: it must be found, or must not."""
        if isinstance(node, Not):
            self.plan.never.append(self._without_marks(node.node))
        else:
            self.plan.narrow.append(self._node(node))

    def _without_marks(self, node: Node) -> Clause:
        return Planner(self.engine)._node(node)

    def _node(self, node: Node) -> Clause:
        match node:
            case Word(text):
                return self._text(text)
            case Phrase(text):
                return self._phrase(text)
            case Prefix(text):
                return self._expanded(self._beginning(text))
            case Fuzzy(text, most):
                return self._expanded(self._like(text, most))
            case InField(field, inner):
                return self._in_field(field, inner)
            case Range(first, last):
                return _between(first, last)
            case And(nodes):
                kept = [part for part in nodes if not isinstance(part, Not)]
                never = [part.node for part in nodes if isinstance(part, Not)]
                return Boolean(
                    must=tuple(self._node(part) for part in kept),
                    never=tuple(self._without_marks(part) for part in never),
                )
            case Or(nodes):
                return Boolean(should=tuple(self._node(part) for part in nodes))
            case Not(inner):
                return Boolean(never=(self._without_marks(inner),))

    def _text(self, text: str) -> Clause:
        """Every word of a piece of text."""
        parts: list[Clause] = [
            AnyTerm(tuple(self._known(text[t.start : t.end], t.terms))) for t in tokens(text)
        ]
        if not parts:
            return Nothing()
        return parts[0] if len(parts) == 1 else Boolean(must=tuple(parts))

    def _phrase(self, text: str) -> Clause:
        """Words that follow each other in any inflection; a single word exactly as it stands."""
        found = list(tokens(text))
        if len(found) == 1:
            term = found[0].terms[0]
            self.plan.wanted.add(term)
            return AnyTerm(tuple(Term(field, term, weight) for field, weight in WEIGHTS.items()))
        nets = tuple(main(token.terms) for token in found)
        surfaces = tuple(token.terms[0] for token in found)
        self.plan.phrases += [nets, surfaces]
        return (
            Boolean(
                should=tuple(
                    Sequence(field, run, weight)
                    for field, weight in WEIGHTS.items()
                    for run in dict.fromkeys((nets, surfaces))
                )
            )
            if found
            else Nothing()
        )

    def _beginning(self, text: str) -> list[str]:
        prefix = fold_case(text)
        found = self.engine.words(prefix, MOST_EXPANDED + 1) if prefix.isalnum() else []
        if len(found) > MOST_EXPANDED:
            self.plan.remarks.append(
                f"{text}* står för fler än {MOST_EXPANDED} ord; de vanligaste söktes."
            )
        return [word for word, _ in found[:MOST_EXPANDED]]

    def _like(self, text: str, most: int) -> list[str]:
        found = [word for word, _ in near(text, self.engine, most)]
        if len(found) > MOST_EXPANDED:
            self.plan.remarks.append(
                f"~{text} liknar fler än {MOST_EXPANDED} ord; de närmaste söktes."
            )
        return [fold_case(text), *found[:MOST_EXPANDED]]

    def _expanded(self, found: list[str]) -> Clause:
        self.plan.wanted.update(found)
        return (
            AnyTerm(
                tuple(
                    Term(field, word, WEIGHTS[field])
                    for word in found
                    for field in ("title", "body", "name")
                )
            )
            if found
            else Nothing()
        )

    def _in_field(self, field: str, node: Node) -> Clause:
        if isinstance(node, Range):
            return _between(node.first, node.last)
        if isinstance(node, And | Or):
            inner = tuple(self._in_field(field, part) for part in node.nodes)
            return Boolean(must=inner) if isinstance(node, And) else Boolean(should=inner)
        if isinstance(node, Not):
            return Boolean(never=(self._in_field(field, node.node),))
        if isinstance(node, InField):
            return self._in_field(node.field, node.node)
        text = node.text
        match field:
            case "year" | "date":
                return _between(text, text)
            case "type":
                kind = _TYPES.get(fold_case(text))
                return any_of("type", kind) if kind else self._unknown(field, text)
            case "decision":
                outcome = _OUTCOMES.get(fold_case(text))
                holds = self._field_words("decision", text)
                return Boolean(should=(any_of("outcome", outcome), holds)) if outcome else holds
            case "case":
                return Boolean(
                    must=tuple(
                        AnyTerm((Term("case", t.terms[0], 3.0), Term("body", t.terms[0])))
                        for t in tokens(text)
                    )
                )
            case "person" | "owner":
                return self._named("name" if field == "person" else "owner", text)
            case "number":
                from_text = [term for term in terms("§ " + text.lstrip("§ ")) if term[0] == "#"]
                return AnyTerm(tuple(Term("number", term) for term in from_text))
            case _:
                return self._field_words(field, text)

    def _unknown(self, field: str, text: str) -> Clause:
        self.plan.remarks.append(f"”{text}” är ingen känd handlingstyp; det söktes som ord.")
        return self._text(text)

    def _field_words(self, field: str, text: str) -> Clause:
        parts: list[Clause] = []
        for token in tokens(text):
            said = expansions().get(token.terms[0], ())
            options = [Term(field, term) for term in token.terms[:2]]
            options.append(Term(field, "+" + main(token.terms)[1:]))
            for other in said:
                options += [Term(field, term) for w in words(other) for term in terms(w)[1:2]]
            parts.append(AnyTerm(tuple(options)))
        return Boolean(must=tuple(parts)) if parts else Nothing()

    def _named(self, field: str, text: str) -> Clause:
        parts = tuple(
            AnyTerm((Term(field, token.terms[0]), Term(field, name_key(token.terms[0]))))
            for token in tokens(text)
        )
        return Boolean(must=parts) if parts else Nothing()


def any_of(field: str, value: str) -> Clause:
    """Units with one whole value."""
    return AnyTerm((Term(field, value),))


_YEAR = re.compile(r"(?:19|20)\d\d$")
_PART_OF_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d?))?(?:-(\d\d?))?$")


def _between(first: str | None, last: str | None) -> Clause:
    """Days from one year, month or day to another; Nothing where neither can be read."""
    low = _day(first, "01-01") if first else 0
    high = _day(last, "12-31") if last else 99991231
    if low is None or high is None:
        return Nothing()
    if (low, high) == (0, 99991231):
        return Everything()
    return Constant(Between(min(low, high), max(low, high)), 0.0)


def _day(text: str, missing: str) -> int | None:
    """A year, a month or a day as a number that sorts; what is missing is taken from the edge."""
    found = _PART_OF_DATE.match(text.strip())
    if not found:
        return next(
            (
                int(term[1:].replace("-", ""))
                for term in (t for token in tokens(text) for t in token.terms)
                if re.match(r"#\d{4}-\d\d-\d\d$", term)
            ),
            None,
        )
    month = int(found[2] or missing[:2])
    day = int(found[3] or missing[3:])
    return int(found[1]) * 10_000 + month * 100 + day
