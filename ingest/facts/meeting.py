"""The meeting that a document is about: organisation, body, date, start, end and place.

Each place in the text that may tell a field is a piece of evidence with a weight: what a label
names weighs most, then running headers and titles, then the text. The value with the most
weight behind it is taken; how far it leads the next one gives the confidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corpus.model import Document, Line, LineKind, Meeting, Provenance, Reading
from corpus.swedish.calendar import WEEKDAYS
from corpus.swedish.tables import Rule, first_match, pattern, rules
from ingest.facts.dates import FoundDate, find_dates, iso_time
from ingest.facts.filename import UNNAMED, Named
from ingest.layout.labels import known_heading
from ingest.layout.passage import Passage
from ingest.split.sections import Section

OPENING_LINES = 60
"""Body lines at the beginning that may speak of the meeting itself."""

_FILE_NAME = 1.2
"""Weight of what the file's name tells: less than a label or a short line above the first item,
more than a day or a body in running text."""

NAMED = 0.8
"""Weight from which a head names the organisation, so that the text need not be asked."""

_NOT_OURS = pattern("occasions", "other-day")
# What stands beside the name of a body in a heading: the kind of document, pages and dates.
_NOT_NAME = pattern("occasions", "no-name")
_MEETING_ENDS = pattern("occasions", "ends")
_WEEKDAY = pattern("occasions", "weekday")
# A line may hold several labels, "Datum: 3 maj Tid: 18 Plats: Tallhuset", or several cells.
_LABELLED = pattern("occasions", "to-next-label")
_GUTTER = pattern("occasions", "cell-end")
_PIECE = pattern("occasions", "cell")
_NUMBERED = re.compile(r"\s*(?:§\s?)?\d{1,3}\s?[.:)§]?\s+[A-ZÅÄÖ]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CALLED = pattern("occasions", "called-to")
_TITLE = pattern("occasions", "title")
_READS_ON = pattern("reading_on", "unended")


@dataclass(frozen=True)
class Evidence:
    """One place in a document that tells a field of the meeting."""

    field: str
    value: str
    weight: float
    passage: Passage
    rule: str


@dataclass(frozen=True)
class _Text:
    """A line, or a few that belong together, with how prominent it is."""

    passage: Passage
    weight: float
    source: str
    line: Line
    joined: str = ""
    """First letters of the lines after the first, where there are more than one."""
    by_day: bool = False
    """Whether the line, or one next to it, names a day."""


def find_meeting(document: Document, sections: Sequence[Section], name: Named = UNNAMED) -> Meeting:
    """What a document tells of its meeting; a field it does not tell is None.

    `name` is what its file's name tells, where that speaks of this document alone.
    """
    head = _head(document, sections)
    evidence = [*_labelled(document), *_agenda_times(document, sections)]
    for text in _opening(document, head):
        evidence.extend(_told(text))
    evidence.extend(_times(document, head))
    evidence.extend(_acting(document, evidence))
    evidence.extend(_letterhead(document))
    if not any(one.field == "organisation" and one.weight >= NAMED for one in evidence):
        evidence.extend(_anywhere(document))
    evidence.extend(_by_name(document, name))
    evidence = _of_its_day(evidence)
    chosen = {
        field: found
        for field in ("organisation", "body", "date", "start", "end", "place")
        if (found := _choose([one for one in evidence if one.field == field])) is not None
    }
    return Meeting(
        **{field: value for field, (value, _) in chosen.items()},
        evidence={field: provenance for field, (_, provenance) in chosen.items()},
    )


def _head(document: Document, sections: Sequence[Section]) -> int:
    """Where the text before the first item, bullet or numbered line ends, if it has any.

    An item that is one of the first two lines is the title itself, taken for an item.
    """
    title = document.lines[1].end if len(document.lines) > 1 else 0
    starts = (section.item.provenance.spans[0][0] for section in sections if section.item)
    ends = [start for start in starts if start > title]
    ends += [line.start for line in document.lines[1:OPENING_LINES] if _marked(document, line)]
    return min(ends, default=len(document.text))


def _marked(document: Document, line: Line) -> bool:
    text = document.text_of(line)
    return bool(_NUMBERED.match(text)) or (line.bullet is not None and not _is_label(text))


def _of_its_day(evidence: list[Evidence]) -> list[Evidence]:
    """The evidence without times that stand beside another day than the meeting's."""
    day = _choose([one for one in evidence if one.field == "date"])

    if day is None:
        return evidence
    ours = day[0]

    def elsewhere(one: Evidence) -> bool:
        days = [str(found.first) for found in find_dates(one.passage.text) if found.dated]
        return bool(days) and ours not in days

    return [one for one in evidence if one.field not in ("start", "end") or not elsewhere(one)]


def _choose(evidence: list[Evidence]) -> tuple[str, Provenance] | None:
    if not evidence:
        return None
    weights: dict[str, float] = defaultdict(float)
    for one in evidence:
        weights[one.value.casefold()] += one.weight
    for short in weights:  # "arbetsutskott" also speaks for "kommunstyrelsens arbetsutskott"
        for long in weights:
            if long != short and (long.endswith(short) or long.startswith(f"{short} i ")):
                weights[long] += 0.8 * weights[short]
    ranked = sorted(weights.values(), reverse=True)
    if ranked[0] < 0.5:
        return None
    best = max(weights, key=weights.__getitem__)
    said = [e for e in evidence if e.value.casefold() == best]
    first = max(said, key=lambda e: (bool(e.passage.offsets), e.weight))
    lead = ranked[0] / (ranked[0] + (ranked[1] if len(ranked) > 1 else 0.0))
    confidence = min(0.97, 0.45 + 0.3 * lead + 0.06 * min(ranked[0], 4.0))
    rule, confidence = f"meeting/{first.rule}", round(confidence, 2)
    if first.passage.offsets:
        return first.value, first.passage.provenance(rule, confidence)
    document = first.passage.document  # only the file's name tells it
    page = document.pages[0].number if document.pages else 1
    return first.value, Provenance(document.id, page, (), (), rule, min(confidence, 0.7))


def _by_name(document: Document, name: Named) -> Iterator[Evidence]:
    """What the file's name tells; nothing of the document's text states it."""
    nowhere = Passage.of_spans(document, ())
    if name.date:
        yield Evidence("date", name.date, _FILE_NAME, nowhere, "filename")
    if name.body:
        yield Evidence("body", name.body, _FILE_NAME, nowhere, "filename")


# --------------------------------------------------------------------------- labels


def _labelled(document: Document) -> Iterator[Evidence]:
    """What stands beside or below a label on a cover."""
    lines = document.lines[: OPENING_LINES * 2]
    for at, line in enumerate(lines):
        text = document.text_of(line)
        pieces = list(_LABELLED.finditer(text))
        for piece in pieces:
            found = first_match("meeting_labels", piece[0])
            if found is None:
                continue
            if len(pieces) > 1:
                told = piece[0][found[1].end() :].lstrip(" :\t")
                spans = [(line.start + piece.end() - len(told), line.start + piece.end())]
                value: Passage | None = Passage.of_spans(document, spans)
            else:
                lead = len(text) - len(text.lstrip())
                value = _value(document, lines, at, lead + found[1].end())
            if value is not None and value.text:
                yield from _read_value(value, found[0])


def _value(document: Document, lines: tuple[Line, ...], at: int, end: int) -> Passage | None:
    """The value of a label that ends `end` characters into line `at`."""
    label = lines[at]
    text = document.text_of(label)
    rest = text[end:].lstrip(" :\t")
    if rest:
        spans = [(label.end - len(rest), label.end)]
        return Passage.of_spans(document, spans)
    taken: list[Line] = []
    begins = next((i for i, line in enumerate(lines) if _beside(label, line)), at + 1)
    for line in lines[begins : begins + 5]:
        text = document.text_of(line).strip()
        if not taken and line.cell and label.cell and line.cell == label.cell:
            continue  # the label itself wraps
        if _is_label(text) or line.page != label.page:
            break
        if taken and (_apart(label, taken[-1], line) or not _same_column(taken[0], line)):
            break
        if taken and (line.heading, line.bold) != (taken[0].heading, taken[0].bold):
            break
        taken.append(line)
    return Passage.of(document, taken) if taken else None


def _apart(label: Line, last: Line, line: Line) -> bool:
    """Whether a line no longer belongs to the value: it is back at the label, or far below."""
    if line.cell != last.cell:
        return True
    beside = last.box.x0 > label.box.x1 - 2
    return line.gap > 0.9 or (beside and abs(line.box.x0 - label.box.x0) < 3 < last.box.x0)


def _beside(label: Line, line: Line) -> bool:
    """Whether a line stands to the right of a label that fills its own line."""
    if line.page != label.page or line.box.x0 < label.box.x1:
        return False
    middle = (line.box.top + line.box.bottom) / 2
    return label.box.top < middle < label.box.bottom


def _same_column(first: Line, line: Line) -> bool:
    return abs(first.box.x0 - line.box.x0) < 12


def _is_label(text: str) -> bool:
    return known_heading(text) is not None or any(
        rule.pattern.match(text) for rule in rules("meeting_labels")
    )


def _read_value(value: Passage, rule: Rule) -> Iterator[Evidence]:
    rule_id = f"label-{rule.id}"
    fields = rule.meaning.split()
    rest = value.text
    if "date" in fields:
        for found in find_dates(value.text)[:1]:
            if found.dated and found.first and found.kind in ("day", "span"):
                yield Evidence("date", found.first.isoformat(), 4.0, value, rule_id)
                rest = rest.replace(value.text[found.start : found.end], " ")
    if "time" in fields:
        said = list(_clock(value, "cover", 4.0))
        yield from said or _clock(value, "labelled", 4.0)
    if "place" in fields and (place := _place(rest)):
        yield Evidence("place", place, 4.0, value, rule_id)
    name = value.text.strip(" .:")
    if "body" in fields and first_match("bodies", name):
        yield Evidence("body", name, 3.5, value, rule_id)
    if "organisation" in fields and 2 < len(name) < 80:
        yield Evidence("organisation", name, 3.5, value, rule_id)


_CLOCK_WORDS = pattern("occasions", "clock")


def _place(text: str) -> str | None:
    """A place without the times and dates that stand beside it."""
    place = re.sub(r"\s+", " ", _CLOCK_WORDS.sub(" ", text)).strip(" ,;.:–-")
    place = re.sub(r"\s+,", ",", place)
    return place if len(place) > 1 and re.search(r"[^\W\d]", place) else None


# --------------------------------------------------------------------------- titles and headers


def _opening(document: Document, head: int) -> Iterator[_Text]:
    """Running headers and the first lines, each alone and joined with the line below it.

    Lines after `head`, where the first item begins, count for little.
    """
    pages = [page for page in document.pages if page.lines][:6]
    for number, page in enumerate(pages):
        headers = [line for line in page.lines if line.kind is LineKind.HEADER]
        for lines in _joined(headers):
            weight = 0.9 / (1 + 0.3 * number)
            for passage in _cells(document, lines):
                yield _Text(passage, weight, "header", lines[0], _second(document, lines))
    footers = [line for page in pages for line in page.lines if line.kind is LineKind.FOOTER]
    for line in (*document.lines[-15:], *footers[:6]):  # these name the organisation
        yield _Text(Passage.of(document, [line]), 0.6, "closing", line)
    body = document.lines[:OPENING_LINES]
    large = max((line.size for line in body), default=0.0)
    days = [line for line in body if find_dates(document.text_of(line))]
    for at, lines in enumerate(_joined(body)):
        first = lines[0]
        weight = 1.0 if at < 20 else 0.35
        weight += 0.8 if large and first.size >= large - 0.5 and first.heading else 0.0
        weight += 0.3 if first.heading or first.bold else 0.0
        weight *= 0.2 if lines[-1].start >= head else 1.0
        second = _second(document, lines)
        dated = any(_next_to(first, day) for day in days)
        for passage in _cells(document, lines):
            yield _Text(passage, weight, "title", first, second, dated)


def _next_to(line: Line, other: Line) -> bool:
    """Whether a line is another, or stands right above or below it."""
    return line == other or -1 <= line.start - other.end <= 1 or -1 <= other.start - line.end <= 1


def _joined(lines: list[Line] | tuple[Line, ...]) -> Iterator[list[Line]]:
    """Each line, and the runs of lines set alike that may be one name over two or three lines."""
    for at, line in enumerate(lines):
        yield [line]
        run = [line]
        for after in lines[at + 1 : at + 3]:
            if not _set_alike(run[-1], after):
                break
            run.append(after)
            yield list(run)


def _set_alike(line: Line, after: Line) -> bool:
    """Whether two lines stand under each other in the same type."""
    alike = line.bold == after.bold and abs(line.size - after.size) < 1.3
    height = line.box.bottom - line.box.top
    near = after.box.top - line.box.bottom < 0.9 * height or not height
    return alike and near and abs(line.box.x0 - after.box.x0) < 30


def _second(document: Document, lines: list[Line]) -> str:
    """First letters of the lines after the first; small where the line above reads on."""
    firsts = "".join(
        first.lower() if _READS_ON.search(document.text_of(above)) else first
        for above, line in pairwise(lines)
        if (first := document.text_of(line).lstrip()[:1])
    )
    return firsts if firsts.islower() or not firsts else firsts.upper()


def _cells(document: Document, lines: list[Line]) -> Iterator[Passage]:
    """A line as a whole, and its pieces where tabs part it into cells."""
    yield Passage.of(document, lines)
    text = document.text_of(lines[0]).strip()
    if len(lines) == 1 and _GUTTER.search(text):
        start = lines[0].start
        for piece in _PIECE.finditer(document.text_of(lines[0])):
            yield Passage.of_spans(document, [(start + piece.start(), start + piece.end())])


def _told(text: _Text) -> Iterator[Evidence]:
    """What a title or a running header tells."""
    line = text.passage.text
    if len(line) > 160:
        return
    if text.line.bullet is not None:
        return
    ours = not _NOT_OURS.search(line)
    if text.source == "closing":
        yield from _organisation(text)
        return
    for found in _days(text) if ours else ():
        first_line = text.line.end - text.line.start
        if text.joined and not found.start < first_line < found.end:
            continue  # told by one of its lines already
        whole = (found.end - found.start) / len(line)
        weight = text.weight * (2.0 if whole > 0.8 else 1.4 if len(line) < 60 else 0.5)
        if _CALLED.search(line[: found.start]):
            weight = 4.0 * text.weight
        yield Evidence("date", str(found.first), weight, text.passage, text.source)
    yield from _body(text)
    if ours:
        yield from _organisation(text)
        yield from _place_in_title(text)


def _days(text: _Text) -> Iterator[FoundDate]:
    """The days that a title names; one without a year where its weekday settles the year.

    The years it may be are those that the document names.
    """
    line = text.passage.text
    for found in find_dates(line):
        if found.kind not in ("day", "span"):
            continue
        if found.dated and found.first:
            yield found
        elif weekday := _WEEKDAY.search(line[: found.start + 12]):
            years = {int(year) for year in _YEAR.findall(text.passage.document.text)}
            named = [
                one
                for year in years
                for one in find_dates(line, date(year, 1, 1), 0)
                if one.start == found.start and one.first and one.first.year == year
                if WEEKDAYS[weekday[1].lower()] == one.first.weekday()
            ]
            if len(named) == 1:
                yield named[0]


def _body(text: _Text) -> Iterator[Evidence]:
    line = _NOT_NAME.sub("", text.passage.text).strip(" .:,;|–-")
    if text.joined and not text.joined.islower():
        return  # two names under each other, not one name over two lines
    if known_heading(line):
        return
    for rule in rules("bodies"):
        found = rule.pattern.search(line) or rule.pattern.search(text.passage.text)
        if found is None:
            continue
        as_written = found["body"].strip()
        if text.joined and any(as_written in one for one in _lines_of(text)):
            return  # told by one of its lines already
        if as_written.isupper():
            as_written = as_written.capitalize()
        weak = rule.meaning == "weakly"
        value = as_written if weak or rule.meaning == "as-written" else rule.meaning
        whole = 1.0 if len(found["body"]) > 0.8 * len(line) else 0.7
        if whole < 1.0 and text.source == "title":
            if text.weight < 1.0:
                return  # a body named in passing
            titled = text.line.heading or text.line.bold or _TITLE.search(text.passage.text)
            if not (titled or text.by_day) and found.start() > 30:
                whole = 0.2
        weight = text.weight * whole * (1.2 if text.source == "header" else 1.0)
        weight = min(weight, 0.52) if weak else weight
        yield Evidence("body", value[:1].upper() + value[1:], weight, text.passage, rule.id)
        return


def _letterhead(document: Document) -> Iterator[Evidence]:
    """The organisation that the words of a logotype name, which were read in its picture."""
    for page in document.pages[:2]:
        seen = {word.start for word in page.words if word.confidence is not None}
        lines = [line for line in page.lines if line.kind is LineKind.MARGIN and line.start in seen]
        if page.reading is not Reading.TEXT or not lines:
            continue
        passage = Passage.of(document, lines)
        name = passage.text
        found = first_match("organisations", _small(name))
        if found is not None:
            name = name[found[1].start("name") : found[1].end("name")]
        elif any(word.islower() and not _LINK.fullmatch(word) for word in name.split()):
            continue  # a motto
        yield Evidence("organisation", name, 0.85 if found else 0.6, passage, "letterhead")


def _lines_of(text: _Text) -> list[str]:
    """The lines of a text as they stand in the document."""
    offsets = text.passage.offsets
    return text.passage.document.text[offsets[0] : offsets[-1] + 1].split("\n")


def _organisation(text: _Text) -> Iterator[Evidence]:
    line = text.passage.text.strip()
    if text.joined and text.joined.isupper() and text.source == "title":
        return  # two names under each other, not one name over two lines
    written = dict.fromkeys((line, _small(line)))
    for rule in rules("organisations"):
        found = next(filter(None, map(rule.pattern.search, written)), None)
        if found is not None:
            name = line[found.start("name") : found.end("name")].strip()
            passing = "anywhere" in rule.meaning or text.source == "closing"
            first = text.source == "title" and text.line in text.passage.document.lines[:3]
            share = 0.6 if first and line.endswith(name) else 0.15
            weight = text.weight * (share if passing and len(name) < 0.6 * len(line) else 1.0)
            yield Evidence("organisation", name, weight, text.passage, rule.id)
            return


def _small(line: str) -> str:
    """A line set in capitals as it would be written else: "Vintra och Dals båtklubb"."""
    if not line.isupper():
        return line
    words = line.lower().split(" ")
    return " ".join(w if _LINK.fullmatch(w) else w[:1].upper() + w[1:] for w in words)


_AREA = pattern("occasions", "area")
_HOUR = pattern("occasions", "hour")
_LINK = pattern("occasions", "link")
_AFTER_WHEN = pattern("occasions", "after-when")
_MET_IN = pattern("occasions", "met-in")
_PLACE_WORD = pattern("occasions", "place-word")
_CLAUSE = pattern("occasions", "clause")


def _place_in_title(text: _Text) -> Iterator[Evidence]:
    """Where a head says the meeting was: after its day or hour, or in words of their own.

    "den 9 juli kl 16.30 i Tallhuset", "Tallhuset kl. 18", a street address.
    """
    line = text.passage.text
    if text.source != "title" or text.weight < 1.0 or first_match("meeting_labels", line):
        return
    told = _when_out(line)
    found = _AFTER_WHEN.search(told)
    if found and not _CLAUSE.search(found["place"]) and text.by_day:
        place = found["place"].strip(" .,")
        if len(place.split()) < 10 and not first_match("organisations", place):
            yield Evidence("place", place, 1.5 * text.weight, text.passage, "title-place")
            return
    met = _MET_IN.search(told)
    if met and not text.joined and not first_match("organisations", met["place"]):
        yield Evidence("place", met["place"], 0.8 * text.weight, text.passage, "met-in")
        return
    if len(line) > 90 or text.joined:
        return
    for piece in told.split("¤"):
        piece = _PLACE_WORD.sub("", piece.strip(" ,;.:–-()"))
        said = first_match("places", piece) if piece else None
        if said and (said[0].meaning == "place" or text.by_day):
            yield Evidence("place", piece, text.weight, text.passage, said[0].id)
            return


def _when_out(text: str) -> str:
    """The text with "¤" for its days and hours."""
    for found in reversed(find_dates(text)):
        if found.kind in ("day", "span"):
            text = text[: found.start] + "¤" + text[found.end :]
    text = _CLOCK_WORDS.sub("¤", _HOUR.sub("¤", text))
    return re.sub(r"¤(?:[\s,.]*¤)+", "¤", text)


# --------------------------------------------------------------------------- text


def _times(document: Document, head: int) -> Iterator[Evidence]:
    """When the text says that the meeting was opened and closed, or before `head` was to begin."""
    weights = {"opened": 1.9, "closed": 2.0, "cover": 1.2}
    lines = document.lines
    for at, line in enumerate(lines):
        text = document.text_of(line)
        if not any(char.isdigit() for char in text):
            continue
        near = lines[max(at - 1, 0) : at + 1]
        passage = Passage.of(document, near)
        if _NOT_OURS.search(passage.text) and not _MEETING_ENDS.search(passage.text):
            continue
        for kind, weight in weights.items():
            if kind == "cover":
                if at > OPENING_LINES // 2 or line.start >= head:
                    continue
                yield from _clock(passage, kind, weight / 2)  # "kl." may end the line above
                passage = Passage.of(document, [line])
            yield from _clock(passage, kind, weight)


def _clock(passage: Passage, kind: str, weight: float) -> Iterator[Evidence]:
    for rule in rules("meeting_times"):
        if rule.meaning != kind:
            continue
        found = rule.pattern.search(passage.text)
        if found is None:
            continue
        for field, time in found.groupdict().items():
            if time:
                yield Evidence(field, iso_time(time), weight, passage, f"time-{rule.id}")
        return


def _agenda_times(document: Document, sections: Sequence[Section]) -> Iterator[Evidence]:
    """When the agenda begins its first point, and when it says that the meeting ends."""
    timed = [s.item for s in sections if s.item and s.item.time]
    if not timed:
        return
    first = timed[0]
    passage = Passage.of_spans(document, first.provenance.spans)
    yield Evidence("start", first.time or "", 1.0, passage, "agenda-start")
    for line in document.lines:
        text = document.text_of(line).strip()
        if found := first_match("agenda_ends", text):
            passage = Passage.of(document, [line])
            yield Evidence("end", iso_time(found[1]["end"]), 1.0, passage, found[0].id)


def _acting(document: Document, known: Sequence[Evidence]) -> Iterator[Evidence]:
    """The body that the text finds competent to decide, or shows deciding where no head names one.

    Of those it shows deciding, the one it names most often, at least twice.
    """
    deciding: dict[str, list[Passage]] = defaultdict(list)
    for line in document.lines:
        if found := first_match("quorum", document.text_of(line)):
            passage, body = Passage.of(document, [line]), found[1]["body"]
            body = body[:1].upper() + body[1:]
            if found[0].meaning == "decides":
                deciding[body].append(passage)
            else:
                yield Evidence("body", body, 0.8, passage, found[0].id)
    if any(one.field == "body" and one.rule != "constituent-meeting" for one in known):
        return
    total = sum(map(len, deciding.values()))
    for body, places in deciding.items():
        if len(places) > 1 and len(places) * 4 >= total * 3:
            yield Evidence("body", body, 0.7, places[0], "decides")


def _anywhere(document: Document) -> Iterator[Evidence]:
    """The municipality or region of the text, where no head names one.

    It is the one whose notice board (anslagstavla) the minutes are announced on, or else the one
    that the text names most, at least twice.
    """
    counts: dict[str, list[Passage]] = defaultdict(list)
    areas = [rule for rule in rules("organisations") if "area" in rule.meaning]
    for line in document.lines:
        text = document.text_of(line)
        if not _AREA.search(text):
            continue
        for rule in areas:
            for found in rule.pattern.finditer(text):
                start = line.start + found.start("name")
                spans = [(start, line.start + found.end("name"))]
                passage = Passage.of_spans(document, spans)
                if rule.id == "notice-board":
                    yield Evidence("organisation", found["name"], 0.9, passage, rule.id)
                counts[found["name"]].append(passage)
    total = sum(len(places) for places in counts.values())
    for name, places in counts.items():
        share = len(places) / total
        if share >= 0.5 and len(places) > 1:
            yield Evidence("organisation", name, 0.5 + 0.3 * share, places[0], "most-named")
