"""What a list says of each person: name, party or organisation, role, for whom, for which §§.

A list of people is written in many ways - one person a line, all in a row, with brackets, after
commas, surname first - but its parts are few. What is said beside name, party and title is
taken out first (table `entries`), then the rest is cut at commas, and each piece is told apart
by what it names: an office (`roles`), a title (`titles`), a party (`parties`), an organisation
(`affiliations`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Attendance
from corpus.swedish.tables import first_match, pattern, rules
from ingest.facts.names import office

_PARTICLE = pattern("people", "particle")
_TICK = re.compile(
    r"^\s*(?:\[\s*(?P<x>[xX✓√]?)\s*\]|\[ [I|l](?=\s)|(?P<full>[☒☑✓✔■])|(?P<empty>[☐□]))\s*"
)
_MARKER = re.compile(r"^\s*(?:[^\w\s\[(☒☑✓✔■☐□]+\s*|o\s+(?=[A-ZÅÄÖ])|\d{1,3}[.)]\s+)")
_JOINT = pattern("people", "joint")
_FIRM = frozenset(";")
_HINTS = {
    "serving": Attendance.SERVING_SUBSTITUTE,
    "substitute": Attendance.SUBSTITUTE,
    "absent": Attendance.ABSENT,
    "present": Attendance.MEMBER,
}
_REPRESENTS = pattern("people", "represents")
_REPRESENTS_FOR = pattern("people", "represents-for")
_ROMAN = re.compile(r"I{1,3}")
_PLACE = re.compile(r"^[A-ZÅÄÖ][a-zåäöé]+$")
_DEPUTY = pattern("people", "deputy")
_LOOSE = re.compile(r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ]\w+)?(?: [a-zåäöéü]{3,}){0,1}$")
"""A name for which only its place in a list speaks."""
_BRACKETED = re.compile(r"\s*\((?P<role>[^()]+)\)\s*$")
_FIRST = pattern("people", "first-name")
"""A first name, with an initial to tell two apart, or with where somebody comes from."""
_NO_PART = pattern("people", "no-part")
_CONTACT = re.compile(r"@|\d{3}|https?:|www\.")


@dataclass
class Entry:
    """One person of a list; `start` and `end` are in the text that was read."""

    name: str
    start: int
    end: int
    affiliation: str | None = None
    roles: list[str] = field(default_factory=list)
    items: str | None = None
    substitutes_for: str | None = None
    hint: Attendance | None = None
    ticked: bool | None = None
    partied: bool = False

    @property
    def role(self) -> str | None:
        """The roles as written, in order."""
        return ", ".join(dict.fromkeys(self.roles)) or None


def party(text: str) -> str | None:
    """The party that some letters name, as written; "" where they say that there is none."""
    text = text.strip(" .()[]")
    found = first_match("parties", text)
    if found is None or office(text):
        return None
    return "" if found[0].meaning == "none" else text


def is_title(text: str) -> bool:
    """Whether a text is an office or holds a title."""
    return office(text) is not None or first_match("titles", text) is not None


def is_organisation(text: str) -> bool:
    """Whether a text names an organisation or a part of one."""
    return first_match("affiliations", text) is not None


def name_at(text: str, start: int = 0) -> tuple[str, int] | None:
    """The name that a text has at a place, and where it ends; None where there is none.

    A name is one to six words that begin with a capital, with particles ("von") between.
    """
    words: list[str] = []
    end = start
    for match in re.finditer(r"[^\s,;()\[\]§:|/]+", text[start:]):
        gap = text[end : start + match.start()]
        word = match.group()
        if gap.strip() or "\t" in gap or not _names(word, words):
            break
        words.append(word)
        end = start + match.end()
        if len(words) == 6:
            break
    while words and _PARTICLE.match(words[-1]):
        end -= len(words.pop()) + 1
    name = " ".join(words).rstrip(".*?")
    return (name, end) if name and len(name) > 1 else None


def _names(word: str, before: Sequence[str]) -> bool:
    if _PARTICLE.match(word):
        return bool(before)
    bare = re.sub(r"[-–'’´.*?]", "", word)
    if not bare.isalpha() or not word[0].isupper() or _NO_PART.match(bare):
        return False
    if len(before) > 1 and _ROMAN.fullmatch(word):
        return False  # "Ek Ada I vice ordförande"
    if len(before) > 1 and len(word) <= 2 and word.isupper() and party(word) is not None:
        return False
    return not (before and is_title(word))


def full_name(text: str) -> bool:
    """Whether a text is a name of several words, and neither organisation nor title."""
    found = name_at(text.strip())
    return (
        found is not None
        and found[1] == len(text.strip().rstrip("."))
        and " " in found[0]
        and not is_organisation(found[0])
        and not any(is_title(word) for word in found[0].split())
    )


@dataclass
class _Piece:
    """A part of an entry between two commas, and the mark before it."""

    joint: str
    start: int
    end: int


def _pieces(text: str) -> list[_Piece]:
    """The parts of a text between joints that stand outside brackets."""
    depth, found, start, joint = 0, [], 0, ""
    joints = {match.start(): match for match in _JOINT.finditer(text)}
    at = 0
    while at < len(text):
        char = text[at]
        depth = max(0, depth + (char in "([") - (char in ")]"))
        if depth == 0 and at in joints:
            found.append(_Piece(joint, start, at))
            joint, start = joints[at].group().strip() or "\t", joints[at].end()
            at = max(start, at + 1)
            continue
        at += 1
    found.append(_Piece(joint, start, len(text)))
    return [piece for piece in found if text[piece.start : piece.end].strip()]


def _rejoined(text: str, pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, those that "och" only goes on with ("media- och kulturchef") joined again."""
    found: list[_Piece] = []
    for piece in pieces:
        goes_on = piece.joint in ("och", "samt", "&") and not text[piece.start].isupper()
        broken = bool(found) and text[: found[-1].end].endswith("-")
        goes_on = goes_on and (broken or not _presents(text, piece))
        if found and goes_on and text[piece.end - 1] not in ")]":
            found[-1].end = piece.end
        else:
            found.append(piece)
    return found


def _presents(text: str, piece: _Piece) -> bool:
    """Whether a piece is somebody with the title in front: "sekreterare Ada Ek"."""
    role, start = _role_before(text, piece.start, piece.end)
    return role is not None and full_name(text[start : piece.end].rstrip(" ."))


def _without_notes(text: str) -> tuple[str, list[tuple[str, re.Match[str]]]]:
    """The text with what the table `entries` knows blanked out, and what that was."""
    notes: list[tuple[str, re.Match[str]]] = []
    for rule in rules("entries"):
        for match in list(rule.pattern.finditer(text)):
            if match.start() == 0 and rule.meaning != "aside":
                continue
            notes.append((rule.meaning, match))
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text, notes


def names_in(text: str) -> int:
    """How many pieces of a text are full names, counted until the first that is another thing."""
    blank, _ = _without_notes(_MARKER.sub("", _TICK.sub("", text)))
    count = 0
    for piece in _pieces(blank):
        body = re.sub(r"\([^)]*\)", "", blank[piece.start : piece.end]).strip()
        if full_name(body):
            count += 1
        elif not is_title(body):
            break
    return count


def is_prose(texts: Sequence[str]) -> bool:
    """Whether a list runs on, many people a line, rather than one person a line."""
    counts = [names_in(text) for text in texts]
    return max(counts, default=0) > (2 if len(texts) > 2 else 1)


def is_inverted(texts: Sequence[str]) -> bool:
    """Whether a list has "Surname, First" with a comma between."""
    turned = [
        bool(re.match(r"^[A-ZÅÄÖ][\w'-]+, [A-ZÅÄÖ][\w-]+(?: \(|$| [A-ZÅÄÖ][\w-]+(?: \(|$))", t))
        for t in texts
    ]
    return len(turned) > 2 and sum(turned) > 0.7 * len(turned)


def read_entries(
    text: str, *, prose: bool = False, inverted: bool = False, single: bool = False
) -> list[Entry]:
    """The people that one line of a list, or a list in a row, names. Empty where it names none.

    `single` says that first names stand alone, which several of them in a row tell as well.
    """
    ticked, skip = _tick(text)
    if inverted:
        text = re.sub(r"^(\s*)([\w'-]+), ", lambda m: f"{m[1]}{m[2]}  ", text)
    blank, notes = _without_notes(" " * skip + text[skip:])
    found: list[Entry] = []
    pieces = _pieces(blank)
    single = single or _single_words(blank, pieces)
    for piece in pieces if single else _rejoined(blank, pieces):
        entry = _begins(blank, piece, found, prose=prose, single=single)
        if entry is not None:
            found.append(entry)
        elif found:
            found[-1].end = piece.end
            _attributes(found[-1], blank[piece.start : piece.end])
        elif not is_title(blank[piece.start : piece.end]):
            return []
    for meaning, match in notes:
        _note(found, meaning, match)
    for entry in found:
        entry.ticked = ticked
        if entry.hint is None and any(map(_DEPUTY.match, entry.roles)):
            entry.hint = Attendance.SUBSTITUTE
    return found


def _tick(text: str) -> tuple[bool | None, int]:
    """Whether a box before the text is ticked, and where the text begins."""
    ticked, skip = None, 0
    if box := _TICK.match(text):
        ticked, skip = bool(box["x"] or box["full"]), box.end()
    if marker := _MARKER.match(text[skip:]):
        skip += marker.end()
        if ticked is None and (box := _TICK.match(text[skip:])):
            ticked, skip = bool(box["x"] or box["full"]), skip + box.end()
    return ticked, skip


def _single_words(text: str, pieces: Sequence[_Piece]) -> bool:
    """Whether a list has bare first names or handles: several pieces of one word each."""
    bodies = [text[piece.start : piece.end].strip(" .") for piece in pieces]
    ones = [
        body for body in bodies if (body.isalpha() or _FIRST.match(body)) and not is_title(body)
    ]
    alone = ones[:1] == bodies[:1] and all(body[:1].isupper() for body in bodies)
    return len(ones) > 1 and len(ones) >= (0.5 if alone else 0.7) * len(bodies)


def _begins(
    text: str, piece: _Piece, before: Sequence[Entry], *, prose: bool, single: bool
) -> Entry | None:
    """The person whom a piece begins; None where it says more of the one before."""
    start = (
        piece.start
        + len(text[piece.start : piece.end])
        - len(text[piece.start : piece.end].lstrip())
    )
    role, start = _role_before(text, start, piece.end)
    body = text[start : piece.end]
    if single and body.strip(" .").isalpha():
        return Entry(body.strip(" ."), start, piece.end, roles=[role] if role else [])
    if single and (first := _FIRST.match(body.strip())):
        return Entry(first["name"], start, piece.end, first["whom"], [role] if role else [])
    found = name_at(text[: piece.end], start)
    if found is None:
        return None
    name, end = found
    rest = text[end : piece.end]
    whole = full_name(name) or bool(role and " " not in name and not is_organisation(name))
    prose = prose or single or bool(role)
    if not whole or (before and not _new_person(piece, rest, prose=prose)):
        return None
    if role and before and " " not in name and " " in before[-1].name and not before[-1].roles:
        return None  # the title of the one before, with its field: "chef Hamn"
    entry = Entry(name, start, piece.end, roles=[role] if role else [])
    _attributes(entry, rest)
    return entry


def _new_person(piece: _Piece, rest: str, *, prose: bool) -> bool:
    bracket = re.match(r"\s*\(([^)]*)\)", rest)
    return prose or piece.joint in _FIRM or bool(bracket and party(bracket[1]) is not None)


def _role_before(text: str, start: int, end: int) -> tuple[str | None, int]:
    """An office or a title in front of a name ("Ordförande: Ada Ek"), and where the name begins."""
    words = list(re.finditer(r"\S+", text[start:end]))
    for count in range(min(4, len(words) - 1), 0, -1):
        last = words[count - 1]
        front = text[start : start + last.end()].rstrip(": -–")
        ahead = start + words[count].start()
        lowered = all(not w.group()[0].isupper() for w in words[1:count])
        if lowered and is_title(front) and (count == 1 or not full_name(front)):
            after = name_at(text[:end], ahead)
            if after and not is_title(after[0].split()[0]):
                return front, ahead
    return None, start


def _attributes(entry: Entry, text: str) -> None:
    """What the words after a name say: party, organisation, office, title."""
    for bit in re.split(r"[,;()\[\]\t|]|\s[-–—]\s|/(?=\s)", text):
        bit = bit.strip(" .:/-–—*") if bit.strip() not in ("-", "–", "—") else "-"
        if bit and not _CONTACT.search(bit) and not (bit == "-" and "(" not in text):
            _attribute(
                entry, bit, bracketed=f"({bit})" in text.replace(" ", "") or f"({bit}" in text
            )


def _attribute(entry: Entry, bit: str, *, bracketed: bool) -> None:
    if bit.isdecimal():
        return  # the number of a house or a seat says nothing of what somebody stands for
    letters = party(bit)
    known = letters is not None and (bracketed or _known_party(bit))
    if known and not entry.partied and entry.affiliation is None:
        entry.affiliation, entry.partied = letters or None, True
    elif represents := _REPRESENTS.match(bit) or _REPRESENTS_FOR.match(bit):
        entry.affiliation = entry.affiliation or represents["whom"]
        entry.roles.append(represents["role"])
    elif is_organisation(bit) and office(bit) is None:
        if entry.affiliation is None and not (entry.partied and is_title(bit)):
            entry.affiliation = bit
        else:
            entry.roles.append(bit)
    elif is_title(bit) or bit[0].islower() or " " in bit or entry.partied:
        _split_party(entry, bit)
    elif entry.affiliation is None:
        entry.affiliation = bit
    elif not entry.roles and _PLACE.match(bit) and is_organisation(entry.affiliation):
        entry.affiliation += f", {bit}"
    else:
        entry.roles.append(bit)


def _known_party(bit: str) -> bool:
    found = first_match("parties", bit)
    return found is not None and found[0].meaning not in ("local", "none")


def _split_party(entry: Entry, bit: str) -> None:
    """A role, where its first or last word may be a party without brackets ("S ordförande")."""
    words = bit.split()
    if len(words) > 1 and words[0].isupper() and _known_party(words[0]) and not entry.affiliation:
        entry.affiliation, entry.partied = words[0], True
        words = words[1:]
    entry.roles.append(" ".join(words))


def _note(found: Sequence[Entry], meaning: str, match: re.Match[str]) -> None:
    """Gives what the table `entries` found to the person it stands after."""
    owner = next((e for e in reversed(found) if e.start <= match.start()), None)
    if owner is None:
        return
    owner.end = max(owner.end, match.end())
    if meaning == "replaces":
        owner.substitutes_for = match["who"].strip()
        owner.hint = Attendance.SERVING_SUBSTITUTE
    elif meaning == "items":
        written = match.group().strip(" ,()")
        owner.items = f"{owner.items}, {written}" if owner.items else written
    elif meaning in _HINTS and owner.hint is None:
        owner.hint = _HINTS[meaning]


def entries_of(
    texts: Sequence[str], *, alone: bool = False, grouped: Collection[int] = ()
) -> Iterator[tuple[int, Entry]]:
    """The people of a list, each with the index of its line, until a line names nobody.

    `alone` allows a list to begin with one first name alone ("Frånvarande: Ada"); `grouped` are
    the lines that have all those of one group.
    """
    prose, inverted = bool(grouped) or is_prose(texts), is_inverted(texts)
    loose = _loosely_named(texts)
    if alone and texts and _lone(texts[0]):
        loose[0] = texts[0].strip(" .")
    for at, text in enumerate(texts):
        entries = read_entries(text, prose=prose, inverted=inverted, single=at in grouped)
        if not entries and (name := loose.get(at)):
            start = text.index(name)
            entries = [Entry(name, start, start + len(name), roles=_bracketed(text))]
        yield from ((at, entry) for entry in entries)
        if not entries and at:
            return


def _bracketed(text: str) -> list[str]:
    """The title that stands in brackets at the end of a line."""
    found = _BRACKETED.search(text)
    return [found["role"]] if found and is_title(found["role"]) else []


def _lone(text: str) -> bool:
    """Whether a text is one first name, and no word that names nobody."""
    name = text.strip(" .")
    first = _FIRST.match(name)
    return bool(first and not first["whom"]) and not (
        is_title(name) or is_organisation(name) or first_match("no_names", name)
    )


def _loosely_named(texts: Sequence[str]) -> dict[int, str]:
    """Lines that are names by the company they keep: a first name alone, a surname uncapped.

    Most other lines must be full names, or all of them first names.
    """
    marked = [bool(_MARKER.match(text)) for text in texts]
    texts = texts[: marked.index(not marked[0])] if len(set(marked)) > 1 else texts
    bare = [_BRACKETED.sub("", _MARKER.sub("", text)).strip() for text in texts]
    loose = {
        at: text
        for at, text in enumerate(bare)
        if _LOOSE.match(text)
        and not any(is_title(word) or first_match("no_names", word) for word in text.split())
    }
    named = sum(full_name(text) for text in bare)
    single = {at: text for at, text in loose.items() if " " not in text}
    if len(texts) > 1 and len(single) == len(texts):
        return single
    return loose if named > 1 and named > len(loose) else {}
