"""Counted votes are found in whatever words they are told."""

from __future__ import annotations

import pytest

from ingest.facts.votes import _counts

COUNTED = {
    "Med 31 ja-röster mot 20 nej-röster och 2 som avstår bifalls förslaget.": (31, 20, 2),
    "31 ledamöter röstar ja och 20 röstar nej, 2 avstår.": (31, 20, 2),
    "Omröstning. Ja: 31, Nej: 20, Avstår: 0": (31, 20, 0),
    "Omröstningen gav 7 röster för ordförandens förslag och 4 röster för avslag.": (7, 4, 0),
    "Därvid avges 9 ja-röster för bryggans bevarande och 3 nej-röster för rivning.": (9, 3, 0),
    "Resultat: 3 ja (Ek, Lund, Vret), 1 nej (Holm) och 1 som avstår (Ås).": (3, 1, 1),
    "Vid omröstningen avgavs 2 JA-röster (Ek, Ås) och 4 NEJ-röster (Lund,\nHolm).": (2, 4, 0),
    "Vid omröstning: 17 röster för förslaget, 24 emot och 2 blanka.": (17, 24, 2),
    "Omröstning efter andelstal: 212 andelar för avslag och 148 andelar för bifall.": (212, 148, 0),
    "Vid omröstning fick återremiss 2 röster, avgörande i dag 3 röster.": None,
    "För fortsatt arbete 2 röster, för bordläggning 3 röster, ingen avstod.": (2, 3, 0),
    "Votering: 17 röster för motionen i sin helhet, 14 för Hugos yrkande, 2 nedlagda.": (17, 14, 2),
    "21 röster avgavs för styrelsens förslag, 12 för Karins förslag, 1 blank.": (21, 12, 1),
    "Efter rösträkning hade förslaget fått 6 röster mot 4.": (6, 4, 0),
    "Förslaget vann med åtta röster mot fem.": (8, 5, 0),
    "Omröstningen utföll så: nio ja, två nej.": (9, 2, 0),
    "Ja-röst för bifall, nej-röst för avslag.": None,
    "Ledamöterna röstar ja eller nej.": None,
    "Alla röstade för förslaget.": None,
    "Avgiften är 250 kr för vuxna och 150 kr för ungdomar.": None,
    "Ada fick 12 röster och Bo 9 röster.": None,
    "Två rösträknare valdes för mötet och en för stämman.": None,
    "§ 12 röstades igenom på 5 minuter.": None,
}


@pytest.mark.parametrize(("text", "votes"), COUNTED.items())
def test_votes_are_counted(text: str, votes: tuple[int, int, int] | None) -> None:
    found = list(_counts(text))
    assert [sides for _, _, sides in found] == ([votes] if votes else [])
    for start, end, _ in found:
        assert text[start:end].strip()
