"""Agenda points of invented towns, as many as asked for: the archive that search is measured on.

Every point is drawn from a seeded generator, so that the same number gives the same points.
Vocabulary follows the Zipf frequencies of Swedish; subjects are compounds of a municipality's
tasks, persons and places are made of parts that name nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from corpus.model import DocumentType
from corpus.swedish.lexicon import frequencies
from index.units import Piece, Unit, UnitFact, UnitKind

TOWNS = ("Ekvik", "Tallhult", "Granfors", "Björkeby", "Sundmark", "Almköping", "Stenhamn", "Åsnäs")
BODIES = (
    "Kommunstyrelsen", "Kommunfullmäktige", "Barn- och utbildningsnämnden", "Tekniska nämnden",
    "Miljö- och byggnadsnämnden", "Socialnämnden", "Kultur- och fritidsnämnden",
    "Kommunstyrelsens arbetsutskott", "Valnämnden", "Överförmyndarnämnden",
)  # fmt: skip
FIRST = [
    "Agda",
    "Bosse",
    "Cilla",
    "Dag",
    "Elvira",
    "Folke",
    "Greta",
    "Hilding",
    "Ines",
    "Jarl",
    "Kajsa",
    "Love",
    "Majken",
    "Nore",
    "Ottilia",
    "Pelle",
    "Ragna",
    "Sixten",
    "Tyra",
    "Uno",
    "Vega",
    "Ylva",
    "Åke",
    "Östen",
]
LAST_A = [
    "Ek",
    "Gran",
    "Tall",
    "Björk",
    "Sten",
    "Berg",
    "Sjö",
    "Lund",
    "Hed",
    "Mark",
    "Ström",
    "Vik",
    "Dal",
    "Ås",
    "Näs",
    "Fors",
    "Kvist",
    "Löv",
    "Ros",
    "Sand",
]
LAST_B = [
    "mark",
    "gren",
    "ström",
    "lund",
    "kvist",
    "dahl",
    "berg",
    "backe",
    "holm",
    "stedt",
    "vall",
    "qvist",
    "felt",
    "hag",
    "roth",
]
PLACE_A = [
    "Ek",
    "Tall",
    "Lång",
    "Stor",
    "Lill",
    "Nor",
    "Sör",
    "Väst",
    "Öst",
    "Kyrk",
    "Kvarn",
    "Sjö",
    "Häst",
    "Tjäder",
    "Rönn",
    "Hassel",
    "Lärk",
    "Svan",
    "Måse",
    "Trast",
]
PLACE_B = [
    "backa",
    "hult",
    "torp",
    "vik",
    "ås",
    "bro",
    "hamn",
    "gärde",
    "lunda",
    "haga",
    "mosse",
    "sveden",
    "näs",
    "rydet",
    "bolet",
]
FIRST_PARTS = [
    "skol",
    "park",
    "gatu",
    "cykel",
    "bredbands",
    "kultur",
    "fritids",
    "äldre",
    "vatten",
    "avlopps",
    "energi",
    "avfalls",
    "bygg",
    "mark",
    "trafik",
    "buss",
    "idrotts",
    "biblioteks",
    "it-",
    "digitaliserings",
    "säkerhets",
    "kompetens",
    "budget",
    "revisions",
    "miljö",
    "klimat",
    "närings",
    "turist",
    "integrations",
    "ungdoms",
    "förskole",
    "lokal",
    "fastighets",
    "hamn",
    "kollektivtrafik",
]
LAST_PARTS = [
    "plan",
    "avgift",
    "strategi",
    "utredning",
    "program",
    "policy",
    "avtal",
    "bidrag",
    "taxa",
    "projekt",
    "rapport",
    "upphandling",
    "samverkan",
    "organisation",
    "verksamhet",
    "redovisning",
    "investering",
    "kartläggning",
    "översyn",
    "byggnad",
]
OUTCOMES = (
    ("approved", "{body} beslutar att godkänna {subject} för {place}."),
    ("approved", "{body} antar {subject} enligt förvaltningens förslag."),
    ("rejected", "{body} avslår ansökan om {subject} vid {place}."),
    ("referred_back", "Ärendet om {subject} återremitteras till förvaltningen."),
    ("tabled", "{body} bordlägger frågan om {subject}."),
    ("noted", "{body} noterar informationen om {subject} till protokollet."),
    ("proposed", "{body} föreslår kommunfullmäktige att fastställa {subject}."),
    ("assigned", "{person} får i uppdrag att ta fram underlag om {subject} till nästa möte."),
)
PROMISES = (
    "{person} kontaktar {place}s företagarförening om {subject} innan 15 {month}.",
    "{person} återkommer med förslag på {subject} i {month}.",
    "{person} ansvarar för att {subject} följs upp.",
)
SENTENCES = (
    "Förvaltningen har tagit fram ett förslag till {subject} som omfattar {place} med omnejd.",
    "{person} redogör för arbetet med {subject} och svarar på frågor.",
    "Kostnaden beräknas till {amount} kronor och ryms inom {year} års budget.",
    "Ärendet har beretts av arbetsutskottet den {day} {month} {year}.",
    "Enligt § {number} i samma protokoll återkommer frågan vid {place}.",
    "Synpunkter har lämnats av boende i {place} och av {person}.",
)
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]


class Maker:
    """Draws points one after another."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        words = [w for w in frequencies() if len(w) > 2]
        self.words = words
        self.weights = list(accumulate(10 ** (frequencies()[word] - 3) for word in words))
        pick = self.random.choice
        self.persons = [f"{pick(FIRST)} {pick(LAST_A)}{pick(LAST_B)}" for _ in range(2000)]
        self.places = sorted({a + b for a in PLACE_A for b in PLACE_B})
        self.subjects = [a + b for a in FIRST_PARTS for b in LAST_PARTS]

    def _fill(self, template: str, values: dict[str, str]) -> str:
        return template.format(**values)

    def _prose(self, count: int) -> str:
        drawn = self.random.choices(self.words, cum_weights=self.weights, k=count)
        return " ".join(drawn).capitalize() + "."

    def point(self, at: int) -> Unit:
        """The point of this number in the archive."""
        pick, below = self.random.choice, self.random.randrange
        year, month = 1996 + below(30), 1 + below(11)
        town, body = pick(TOWNS), pick(BODIES)
        person, subject, place = pick(self.persons), pick(self.subjects), pick(self.places)
        values = {
            "body": body, "subject": subject, "place": place, "person": person,
            "month": pick(MONTHS), "day": str(1 + below(28)), "year": str(year),
            "amount": f"{1 + below(900)} 000", "number": str(1 + below(200)),
        }  # fmt: skip
        outcome, template = pick(OUTCOMES)
        decision = self._fill(template, values)
        promise = self._fill(pick(PROMISES), values) if below(3) == 0 else None
        told = [self._fill(pick(SENTENCES), values) for _ in range(3)]
        number = str(1 + at % 180)
        title = f"{subject.capitalize()} {place}"
        case = f"{pick(('KS', 'BUN', 'TN', 'SN'))} {year}/{below(2000):04}"
        prose = [self._prose(14) for _ in range(4)]
        lines = [
            f"§ {number} {title}",
            f"Dnr {case}",
            *told,
            *prose,
            promise or "",
            "Beslut",
            decision,
        ]
        text = "\n".join(line for line in lines if line)
        facts = () if promise is None else (UnitFact(promise, 1, (), None, (person,), None),)
        meeting = f"m-{town}-{body}-{year}-{month}"
        return Unit(
            id=f"p-{at}", document_id=f"d-{at // 15}", revision="1", meeting_id=meeting,
            kind=UnitKind.POINT, title=title, number=number, case_number=case, body=text,
            pieces=(Piece(0, at * 1000, len(text), 1),), page=1, organisation=f"{town} kommun",
            meeting_body=body, date=f"{year}-{month:02}-{1 + below(28):02}",
            document_type=DocumentType.MINUTES, item_type=None,
            decisions=(UnitFact(decision, 1, (), outcome),), actions=facts, persons=(person,),
            votes=0,
        )  # fmt: skip


def points(count: int, seed: int = 1) -> Iterator[Unit]:
    """So many points, the same for the same seed."""
    maker = Maker(seed)
    return (maker.point(at) for at in range(count))
