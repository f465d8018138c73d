"""Who a name, a part of a name or an office means (namn, roller).

Minutes name a person once in full and then as the moment asks: by first name ("Tore lovade"),
by surname, by initials, by office ("Ordförande fixar!"), with another accent or a slip of the
keys. `resolve` finds the participant that is meant, or nobody: of two Annas it does not choose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.model import Attendance, Participant
from corpus.swedish.lexicon import nicknames
from corpus.swedish.tables import pattern, rules

SAME = 0.88
"""Similarity of two full names from which they are one person under two spellings. Of the names
in the gold records no two people of one meeting come above .84."""

_PARENS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_INITIALS = re.compile(r"[A-ZÅÄÖ](?:\.?\s?-?[A-ZÅÄÖ]){1,3}\.?")
_CHIEF = pattern("people", "chief-executive")
_ROLES_JOINT = pattern("people", "roles-joint")
_DEFINITE = re.compile(r"(?<=\w{4})(?:ens?|ns?|na|s)$")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A name for comparison: lower case, no accents, one kind of hyphen and apostrophe."""
    text = text.replace("´", "'")
    for _ in range(2):  # folding case can undo a decomposition, and the other way about
        text = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char for char in text if not unicodedata.combining(char))
    kept = kept.replace("’", "'").replace("‐", "-").replace("–", "-")
    return " ".join(kept.split()).strip(" .,;:*'\"")


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """The folded parts of a name: "Anna-Karin af Berg" is anna, karin, af, berg."""
    return tuple(part for part in re.split(r"[\s-]+", fold(name)) if part)


@lru_cache(maxsize=4096)
def likeness(left: str, right: str) -> float:
    """How alike two full names are, 0 to 1; 1 also where only the order of the parts differs."""
    a, b = sorted(tokens(left)), sorted(tokens(right))
    return SequenceMatcher(None, " ".join(a), " ".join(b), autojunk=False).ratio()


def same_person(left: str, right: str) -> bool:
    """Whether two full names are one person: spelled otherwise, or with a middle name left out."""
    a, b = tokens(left), tokens(right)
    if len(a) < 2 or len(b) < 2:
        return a == b
    if likeness(left, right) >= SAME and any(_each_close(a, b, turned) for turned in (0, 1)):
        return True
    return a[0] == b[0] and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a))


def _each_close(left: Sequence[str], right: Sequence[str], turned: int) -> bool:
    """Whether part answers part: a slip of the keys is small in each ("Inge" is not "Ingela")."""
    if len(left) != len(right):
        return "".join(left) == "".join(right)
    pairs = zip((*left[turned:], *left[:turned]), right, strict=True)
    return all(SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.8 for a, b in pairs)


@lru_cache(maxsize=4096)
def office(text: str) -> str | None:
    """The office that a role names, by the table `roles`: "chair" for "mötesordförande"."""
    text = text.strip(" .,:;()")
    for rule in rules("roles"):
        if rule.pattern.search(text):
            return rule.meaning
    return None


def resolve(name_or_role: str, participants: Sequence[Participant]) -> Participant | None:
    """The participant whom a name, a part of a name or an office means; None where unsure.

    Understood are full names in either order and with small differences of spelling ("Lowé"),
    first name or surname alone where only one participant has it, first name with an initial
    ("Anna B"), initials ("AB"), a name with its party or role ("ordförande Anna Berg (S)"),
    the genitive ("Annas"), offices ("Ordförande", "Ordf", "Vice ordf", "Sekr", "Kassören") and
    titles that one participant has ("kommundirektören"). A party in brackets decides between
    two of one name. "Ordförande" is who chairs: where the chair is absent, the vice chair.
    """
    text = _PARENS.sub("", name_or_role).strip(" .,:;*")
    if not text or not participants:
        return None
    if found := _by_office(text, participants):
        return found
    party = re.search(r"\(([^)]+)\)", name_or_role)
    for way in _WAYS:
        found_all = _distinct(p for p in participants if way(text, p.name))
        if party and len(found_all) > 1:
            wanted = fold(party.group(1))
            found_all = [p for p in found_all if fold(p.affiliation or "") == wanted]
        if len(found_all) == 1:
            return found_all[0]
        if found_all:
            return None
    return _without_title(text, participants) or _genitive(text, participants)


def _distinct(found: Iterable[Participant]) -> list[Participant]:
    return list({fold(p.name): p for p in found}.values())


def _by_office(text: str, participants: Sequence[Participant]) -> Participant | None:
    """Who holds the office or has the title that the text names."""
    if wanted := office(text):
        holders = _distinct(p for p in participants if p.role and wanted in _offices(p.role))
        there = [p for p in holders if p.attendance is not Attendance.ABSENT]
        if len(there) == 1:
            return there[0]
        if wanted == "chair" and not there:
            return _by_office("vice ordförande", participants)
        return None
    title = _bare_title(text)
    titled = _distinct(
        p for p in participants if any(title == _bare_title(t) for t in _titles(p.role))
    )
    return titled[0] if len(titled) == 1 else None


def _bare_title(text: str) -> str:
    """A title without article and case, "vd" written out."""
    return _DEFINITE.sub("", _CHIEF.sub(fold("verkställande direktör"), fold(text)))


def _titles(role: str | None) -> list[str]:
    """The titles of a role, and the role as a whole: "mark- och hamnchef"."""
    return [fold(part) for part in (role, *_ROLES_JOINT.split(role or "")) if part]


def _offices(role: str) -> set[str | None]:
    return {office(role), *(office(part) for part in _titles(role))}


def _equal(text: str, name: str) -> bool:
    return sorted(tokens(text)) == sorted(tokens(name))


def _within(text: str, name: str) -> bool:
    """Several parts of a longer name, the first of them its first."""
    some, every = tokens(text), tokens(name)
    return len(some) > 1 and some[0] == every[0] and set(some) <= set(every)


def _given(text: str, name: str) -> bool:
    """The first name alone: "Anna", also "Karl-Johan" of Karl-Johan Ek."""
    return fold(text) == fold(name.split()[0]) if name.split() else False


def _surname(text: str, name: str) -> bool:
    parts = fold(name).split()
    return len(parts) > 1 and fold(text) in (parts[-1], " ".join(parts[1:]))


def _any_part(text: str, name: str) -> bool:
    some = tokens(text)
    return len(some) == 1 and len(some[0]) > 2 and some[0] in tokens(name)


def _shortened(text: str, name: str) -> bool:
    """One part of the name in full, the other as an initial: "Anna B", "A. Berg"."""
    some, every = fold(text).replace(".", " ").split(), fold(name).split()
    if len(some) != 2 or len(every) < 2 or (len(some[0]) > 1 and len(some[1]) > 1):
        return False
    return every[0].startswith(some[0]) and every[-1].startswith(some[1])


def _initials(text: str, name: str) -> bool:
    if not _INITIALS.fullmatch(text):
        return False
    some, every = re.sub(r"[^a-z]", "", fold(text)), "".join(part[0] for part in tokens(name))
    return some in (every, every[:1] + every[-1:], every[:2])


def _nickname(text: str, name: str) -> bool:
    """A short form that stands for the first name: "Bosse" of Bo Ek."""
    first = fold(name).replace("-", " ").split(" ")[0]
    return first in nicknames().get(fold(text), ())


def _spelled_alike(text: str, name: str) -> bool:
    """A slip of the keys or another accent, in a full name or in a first name alone."""
    if len(tokens(text)) > 1:
        return same_person(text, name)
    first = fold(name).split()[0] if name.split() else ""
    some = fold(text)
    return len(some) > 3 and some[0] == first[:1] and _close(some, first)


def _close(left: str, right: str) -> bool:
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= SAME


_WAYS: tuple[Callable[[str, str], bool], ...] = (
    _equal,
    _within,
    _given,
    _surname,
    _shortened,
    _initials,
    _any_part,
    _nickname,
    _spelled_alike,
)


def _without_title(text: str, participants: Sequence[Participant]) -> Participant | None:
    """ "Ordförande Anna Berg": the words in lower case, or the office, in front are no name."""
    words = text.split()
    if len(words) > 1 and (words[0].islower() or office(words[0])):
        return resolve(" ".join(words[1:]), participants)
    return None


def _genitive(text: str, participants: Sequence[Participant]) -> Participant | None:
    return resolve(text[:-1], participants) if len(text) > 3 and text[-1] == "s" else None
