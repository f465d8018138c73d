"""Invented meetings: who was there, what was treated, decided and promised.

A record holds meanings, not words: how a decision or a promise is put is the affair of
`tests.generate.wording`, and where it stands on the page that of the template families.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS_WORDS = (
    """januari februari mars april maj juni juli augusti september oktober november december"""
)
MONTHS = tuple(_MONTHS_WORDS.split())
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]

_FIRST_WORDS = """\
Agneta Alva Anders Arvid Asta Axel Beata Bengt Berit Bo Carina Casper Dagny Daniel Doris Ebba
Edvin Elias Elin Embla Emil Erik Ester Eva Fatima Felicia Folke Frida Gabriel Gerd Greta Gunnar
Gustav Hanna Harald Hedda Helge Hilda Hugo Ida Ingrid Isak Ivar Jakob Jenny Johan Josef Julia
Kajsa Karin Kerstin Klara Lars Leila Lennart Linnea Lovisa Ludvig Maja Malin Maria Mats Mehmet
Mikael Mira Monika Nadia Niklas Nils Nora Olle Oskar Otto Per Petra Pia Rasmus Rebecka Roland
Rolf Rut Samir Sara Signe Simon Sofia Sonja Staffan Stina Sven Tage Thomas Tilda Tor Ulf Ulrika
Urban Vera Viktor Vilma Yngve Åke Åsa Örjan Karl-Johan Anna-Karin Britt-Marie Sven-Olof Eva-Lena"""
_FIRST = tuple(_FIRST_WORDS.split())
_LAST_HEAD = "Al Berg Björk Bränn Dal Ek Falk Fors Gran Hag Hed Hult Kvarn Lind Ljung Löv "
_LAST_HEAD += "Mel Nor Ny Ros Rönn Sjö Stav Sten Ström Sund Säv Tall Ving Vret Åker Ås Öst"
_LAST_TAIL = "berger blom brink dalh fält gårdh hamre holt kvistad lycke mander mosse nell "
_LAST_TAIL += "ragård rydh skans stedt sätter torph vallen vikander vret åsen"
_FAMILY = "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson "
_FAMILY += "Gustafsson Pettersson Jonsson Hansson Bengtsson Jönsson Lindqvist Bergström"
_PARTIES = ["S", "M", "C", "L", "V", "KD", "MP", "SD"]
_PLACE_HEAD = "Alm Brink Dverg Eld Frost Gull Havre Kråk Lin Mjöl Nyck Orr Rim Skogs Tran Ut Vall"
_PLACE_TAIL = "bäckasjö dalahed fallesund hultaryd källefors lundavik mossebo näsaby ryssjö "
_PLACE_TAIL += "stenslöv torpsberga vikaland åsahärad"


@dataclass(frozen=True)
class Person:
    """Somebody invented; `first` and `last` as called."""

    first: str
    last: str
    party: str | None = None
    role: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Seat:
    """How a person took part."""

    person: Person
    attendance: str
    substitutes_for: Person | None = None
    items: tuple[int, int] | None = None
    """First and last § served, where only for a part of the meeting."""


@dataclass(frozen=True)
class Deadline:
    """A day and how the document words it; `day` is None where the words settle no day."""

    text: str
    day: str | None


@dataclass(frozen=True)
class Task:
    """Something to do: `infinitive` after "att", `present` after the doer."""

    owners: tuple[str, ...]
    """As the document names them: first names, offices or bodies; empty where it does not say."""
    resolved: tuple[str, ...]
    infinitive: str
    present: str
    passive: str
    deadline: Deadline | None


@dataclass(frozen=True)
class Resolution:
    """One thing decided. `thing` is the noun phrase decided on."""

    outcome: str
    thing: str = ""
    reason: str = ""
    task: Task | None = None
    elected: tuple[Person, str] | None = None


@dataclass(frozen=True)
class Vote:
    """A counted vote between two proposals; `yes_wins` even where the chair found otherwise."""

    yes: tuple[Person, ...]
    no: tuple[Person, ...]
    abstain: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Matter:
    """An item of the agenda."""

    title: str
    serial: int
    year: int
    background: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    proposal: str = ""
    """What was proposed, in words; never a decision."""
    movers: tuple[Person, ...] = ()
    vote: Vote | None = None
    reservation: tuple[Person, ...] = ()
    tasks: tuple[Task, ...] = ()
    """Promises outside the decisions."""
    presenter: Person | None = None
    kind: str | None = None
    """information, discussion, decision or work, for agendas that mark it."""
    time: str | None = None
    has_case: bool = True


@dataclass(frozen=True)
class Meeting:
    """One invented meeting."""

    organisation: str
    body: str
    council: str
    """The superior body that proposals go to."""
    day: date
    start: str
    end: str
    place: str
    seats: tuple[Seat, ...]
    adjuster: Person
    secretary: Person
    chair: Person
    matters: tuple[Matter, ...]
    first_number: int
    next_meeting: date
    initials: str
    """The body's registry prefix, such as KS."""


# ------------------------------------------------------------------------------ invention


def _people(chance: random.Random, count: int) -> list[Person]:
    """Persons of different first names, so that a first name says who is meant."""
    heads, tails, families = _LAST_HEAD.split(), _LAST_TAIL.split(), _FAMILY.split()
    people = []
    for first in chance.sample(_FIRST, count):
        last = chance.choice(heads) + chance.choice(tails)
        if chance.random() < 0.3:
            last = chance.choice(families)
        elif chance.random() < 0.1:
            last = f"{chance.choice(families)} {last}"
        people.append(Person(first, last))
    return people


def _place(chance: random.Random) -> str:
    return chance.choice(_PLACE_HEAD.split()) + chance.choice(_PLACE_TAIL.split())


def deadline(chance: random.Random, day: date, following: date | None) -> Deadline:
    """A deadline after `day` in one of the ways in which Swedish minutes put it.

    `following` is the day of the next meeting, where the document will announce it.
    """
    due = day + timedelta(days=chance.randint(10, 150))
    month, year = MONTHS[due.month - 1], due.year
    ends = calendar.monthrange(due.year, due.month)[1]
    # A day and month without a year belong to the meeting's year or the next.
    bare = due if (due.month, due.day) > (day.month, day.day) else None
    options: list[tuple[str, date | None]] = [
        (f"senast den {due.day} {month} {year}", due),
        (f"senast {due.isoformat()}", due),
        (f"till den {due.day} {month} {year}", due),
        (f"före den {due.day} {month} {year}", due),
        (f"i {month} {year}", due.replace(day=ends)),
        (f"under {month} {year}", due.replace(day=ends)),
        (f"senast i {month} {year}", due.replace(day=ends)),
        ("före sommaren", None),
        ("så snart som möjligt", None),
        ("inom två veckor", day + timedelta(days=14)),
        ("efter sommaren", None),
        ("till nästa möte" if following else "till nästa sammanträde", following),
    ]
    if bare and due.year == day.year:
        week = due.isocalendar()
        sunday = date.fromisocalendar(week.year, week.week, 7)
        options += [
            (f"senast {due.day} {month}", due),
            (f"senast den {due.day} {month}", due),
            (f"innan {due.day} {month}", due),
            (f"senast {due.day}/{due.month}", due),
            (f"senast den {due.day}/{due.month}", due),
            (f"v. {week.week}", sunday),
            (f"under vecka {week.week}", sunday),
            (f"i {month}", due.replace(day=ends)),
        ]
    text, settled = chance.choice(options)
    return Deadline(text, settled.isoformat() if settled else None)


_BODIES = (
    ("Kommunstyrelsen", "KS"),
    ("Kommunstyrelsen", "KS"),
    ("Tekniska nämnden", "TN"),
    ("Socialnämnden", "SN"),
    ("Barn- och utbildningsnämnden", "BUN"),
    ("Kultur- och fritidsnämnden", "KFN"),
    ("Samhällsbyggnadsnämnden", "SBN"),
    ("Kommunstyrelsens arbetsutskott", "KSAU"),
)
_TOPICS = """färdtjänst|skolskjuts|kommunens lokaler|föreningsbidrag|snöröjning|
sommarjobb för unga|äldreboenden|lekplatser|parkeringsplatser|gång- och cykelvägar|
vatten- och avloppsnätet|biblioteksverksamheten|markanvisning|visselblåsning|krisberedskap|
hemtjänst|laddinfrastruktur|digital arkivering|kost och måltider|nattvandring|
informationssäkerhet|upphandling av livsmedel|skogsvård|barnomsorg på obekväm tid|
naturvårdsområden|simhallens öppettider|enskilda vägar|besöksnäringen|e-arkiv"""
TOPICS = tuple(_TOPICS.replace("\n", "").split("|"))
_OFFICES_WORDS = """\
förvaltningen kommundirektören kommunledningskontoret samhällsbyggnadsförvaltningen
förvaltningschefen ekonomikontoret utbildningsförvaltningen"""
_OFFICES = tuple(_OFFICES_WORDS.split())
_TAILS = (
    " {year}–{next}",
    " för åren {year}–{next} samt konsekvenser för kommunens nämnder och bolag",
    " - remiss från länsstyrelsen",
    ", beslut om granskning och fortsatt arbete i enlighet med handlingsprogrammet",
)
_WORK = (
    (
        "utreda möjligheten att samordna {t}",
        "utreder möjligheten att samordna {t}",
        "Möjligheten att samordna {t} utreds",
    ),
    (
        "ta fram en handlingsplan för {t}",
        "tar fram en handlingsplan för {t}",
        "En handlingsplan för {t} tas fram",
    ),
    (
        "redovisa kostnaderna för {t}",
        "redovisar kostnaderna för {t}",
        "Kostnaderna för {t} redovisas",
    ),
    (
        "återkomma med ett förslag om {t}",
        "återkommer med ett förslag om {t}",
        "Ett förslag om {t} skickas ut",
    ),
    ("kartlägga behovet av {t}", "kartlägger behovet av {t}", "Behovet av {t} ska kartläggas"),
    (
        "revidera riktlinjerna för {t}",
        "reviderar riktlinjerna för {t}",
        "Riktlinjerna för {t} ska revideras",
    ),
)
_CHORES = (
    ("boka lokal till {t}", "bokar lokal till {t}", "Lokal till {t} bokas"),
    ("ta in offerter på {t}", "tar in offerter på {t}", "Offerter på {t} ska tas in"),
    (
        "mejla medlemmarna om {t}",
        "mejlar medlemmarna om {t}",
        "Mejl om {t} skickas till medlemmarna",
    ),
    ("kontakta kommunen om {t}", "kontaktar kommunen om {t}", "Kommunen kontaktas om {t}"),
    ("skriva ett utkast om {t}", "skriver ett utkast om {t}", "Ett utkast om {t} ska skrivas"),
    ("kolla priset på {t}", "kollar priset på {t}", "Priset på {t} kollas upp"),
    ("uppdatera hemsidan om {t}", "uppdaterar hemsidan om {t}", "Hemsidan uppdateras om {t}"),
    ("skicka ut enkäten om {t}", "skickar ut enkäten om {t}", "Enkäten om {t} ska skickas ut"),
)
_CHORE_TOPICS_WORDS = """\
höstens utflykt|städdagen|nya gräsklippare|laddstolpar|årsmötet|
kodkvällen|medlemsavgiften|belysningen|snöskottning|julfesten|
nya servrar|brandvarnare|mötesplatsen|studiecirkeln|nyckelhanteringen|
vårens föreläsning|trappstädning|hjärtstartaren|odlingslotterna"""
CHORE_TOPICS = tuple(_CHORE_TOPICS_WORDS.replace("\n", "").split("|"))
_STORIES = (
    "Förvaltningen har i en tjänsteskrivelse den {old} redogjort för läget i fråga om {t}.",
    "Kostnaden beräknas till {kr} kronor och ryms inom beslutad ram.",
    "Kommunfullmäktige beslutade den {old}, § {para}, att avsätta medel för {t}.",
    "Nämnden fick {year} i uppdrag att se över {t}. Uppdraget är slutfört.",
    "Som framgår av § {para}. i förra protokollet har frågan varit uppe tidigare.",
    "En dialog med berörda har hållits under våren. Synpunkterna har beaktats.",
    "Enligt § {para} i reglementet ansvarar nämnden för {t}.",
    "Länsstyrelsen har beslutat att avslå en liknande ansökan.",
    "Antalet ärenden som rör {t} har ökat med {pct} procent sedan {year}.",
    "I utredningen konstateras att {t} behöver bättre förutsättningar.",
    "Revisorerna har rekommenderat att rutinerna dokumenteras.",
    "Under {year} genomfördes en enkät. Svaren visar att de flesta är nöjda.",
)


def _story(chance: random.Random, topic: str, day: date) -> tuple[str, ...]:
    old = day - timedelta(days=chance.randint(60, 900))
    slots = {
        "t": topic,
        "old": f"{old.day} {MONTHS[old.month - 1]} {old.year}",
        "kr": f"{chance.randint(20, 980)} 000",
        "para": chance.randint(3, 220),
        "pct": chance.randint(3, 60),
        "year": day.year - chance.randint(1, 6),
    }
    picked = chance.sample(_STORIES, chance.randint(1, 4))
    return tuple(story.format(**slots) for story in picked)


def _office_task(chance: random.Random, topic: str, day: date, officials: Sequence[Person]) -> Task:
    owner = chance.choice(_OFFICES)
    held = [p.name for p in officials if p.role and owner == definite(p.role)]
    words = [words.format(t=topic) for words in chance.choice(_WORK)]
    due = deadline(chance, day, None) if chance.random() < 0.6 else None
    return Task((owner,), tuple(held) or (owner,), words[0], words[1], words[2], due)


def definite(role: str) -> str:
    """A title with its article: "förvaltningschef" gives "förvaltningschefen"."""
    return role + ("en" if role[-1] != "e" else "n")


def _resolutions(
    chance: random.Random, topic: str, day: date, officials: Sequence[Person]
) -> tuple[str, tuple[Resolution, ...], str]:
    """A title, what is decided on it, and what was proposed."""
    task = _office_task(chance, topic, day, officials)
    kind = chance.choice(
        ["plan", "plan", "motion", "report", "assign", "refer", "table", "propose", "both", "note"]
    )
    proposal = f"Förvaltningen föreslår att förslaget om {topic} godkänns."
    match kind:
        case "plan":
            thing = chance.choice(["riktlinjer för", "reviderad taxa för", "handlingsplan för"])
            thing = f"{thing} {topic}"
            return thing.capitalize(), (Resolution("approved", thing),), proposal
        case "motion":
            title = chance.choice(["Svar på motion om", "Medborgarförslag om"]) + f" {topic}"
            thing = "motionen" if "motion" in title else "medborgarförslaget"
            outcome = chance.choice(["rejected", "rejected", "approved"])
            return (
                title,
                (Resolution(outcome, thing),),
                f"Motionären föreslår en satsning på {topic}.",
            )
        case "report":
            outcome = chance.choice(["approved", "noted"])
            return f"Uppföljning av {topic}", (Resolution(outcome, "uppföljningen"),), ""
        case "note":
            return f"Information om {topic}", (Resolution("noted", "informationen"),), ""
        case "assign":
            return f"Översyn av {topic}", (Resolution("assigned", task=task),), proposal
        case "refer":
            reason = f"belysa kostnaderna för {topic}"
            found = Resolution("referred_back", "ärendet", reason)
            return f"Principer för {topic}", (found,), proposal
        case "table":
            return f"Program för {topic}", (Resolution("tabled", "ärendet"),), proposal
        case "propose":
            thing = f"policy för {topic}"
            return thing.capitalize(), (Resolution("proposed", thing),), proposal
        case _:
            thing = f"verksamhetsplan för {topic}"
            pair = (Resolution("approved", thing), Resolution("assigned", task=task))
            return thing.capitalize(), pair, proposal


def political(seed: int) -> Meeting:
    """A meeting of an elected body: members and substitutes, formal matters, votes."""
    chance = random.Random(f"political {seed}")
    day = date(chance.randint(2009, 2026), chance.randint(1, 12), chance.randint(1, 28))
    following = day + timedelta(days=chance.choice([28, 35, 42]))
    start = chance.randint(8, 18)
    officials = _officials(chance, chance.randint(1, 3))
    first = chance.choice([1, chance.randint(2, 90), chance.randint(90, 240)])
    count = chance.randint(3, 7)
    members, seats = _seats(chance, chance.randint(5, 11), (first, first + count - 1))
    serving = [s.person for s in seats if s.attendance in ("member", "serving_substitute")]
    matters = [
        _matter(chance, topic, day, officials, serving) for topic in chance.sample(TOPICS, count)
    ]
    if chance.random() < 0.5:
        matters[0] = Matter(
            "Val av justerare",
            0,
            day.year,
            (),
            (Resolution("elected", elected=(members[2], "justerare")),),
            has_case=False,
        )
    place = _place(chance)
    body, initials = chance.choice(_BODIES)
    return Meeting(
        organisation=f"{place} kommun",
        body=body,
        council="kommunfullmäktige",
        day=day,
        start=f"{start:02}:{chance.choice(['00', '15', '30'])}",
        end=f"{start + chance.randint(1, 4):02}:{chance.randint(10, 59)}",
        place=chance.choice(
            [
                "Sessionssalen, kommunhuset",
                "Rådssalen",
                "Stadshuset, sal A",
                "Kommunkontoret",
                "Sammanträdesrum Eken",
            ]
        ),
        seats=(*seats, *(Seat(p, "other") for p in officials)),
        adjuster=members[2],
        secretary=officials[0],
        chair=members[0],
        matters=tuple(matters),
        first_number=first,
        next_meeting=following,
        initials=initials,
    )


def _officials(chance: random.Random, extra: int) -> list[Person]:
    roles = [
        "kommundirektör",
        "förvaltningschef",
        "ekonomichef",
        "utvecklingsledare",
        "planarkitekt",
        "miljöinspektör",
        "verksamhetschef",
    ]
    chance.shuffle(roles)
    people = _people(random.Random(chance.random()), 40)[-1 - extra :]
    named = zip(people, ["sekreterare", *roles], strict=False)
    return [Person(p.first, p.last, None, role) for p, role in named]


def _seats(
    chance: random.Random, count: int, numbers: tuple[int, int]
) -> tuple[list[Person], list[Seat]]:
    people = _people(chance, count + 8)
    roles = ["ordförande", "vice ordförande"]
    members = [
        Person(p.first, p.last, chance.choice(_PARTIES), roles[i] if i < 2 else None)
        for i, p in enumerate(people[:count])
    ]
    away = chance.sample(members[3:], chance.randint(0, min(2, count - 4)))
    spare = [Person(p.first, p.last, chance.choice(_PARTIES)) for p in people[count:]]
    seats = [Seat(member, "member") for member in members if member not in away]
    for gone in away:
        stand_in = spare.pop()
        seats.append(
            Seat(Person(stand_in.first, stand_in.last, gone.party), "serving_substitute", gone)
        )
    if chance.random() < 0.3 and numbers[1] - numbers[0] > 2:
        # A member leaves in the middle, and a deputy steps in for the rest.
        at = next(i for i, seat in enumerate(seats) if seat.person == members[2])
        cut = chance.randint(numbers[0], numbers[1] - 1)
        seats[at] = Seat(members[2], "member", None, (numbers[0], cut))
        seats.append(Seat(spare.pop(), "serving_substitute", members[2], (cut + 1, numbers[1])))
    seats += [Seat(spare.pop(), "substitute") for _ in range(chance.randint(0, 3))]
    return members, seats


def _matter(
    chance: random.Random,
    topic: str,
    day: date,
    officials: Sequence[Person],
    serving: Sequence[Person],
) -> Matter:
    title, resolutions, proposal = _resolutions(chance, topic, day, officials)
    if chance.random() < 0.35:
        title += chance.choice(_TAILS).format(year=day.year, next=day.year + 3)
    movers: tuple[Person, ...] = ()
    vote = None
    reservation: tuple[Person, ...] = ()
    contested = resolutions[0].outcome in ("approved", "rejected", "referred_back", "proposed")
    if contested and chance.random() < 0.5:
        shuffled = list(serving)
        chance.shuffle(shuffled)
        cut = chance.randint(len(shuffled) // 2 + 1, len(shuffled) - 1)
        left = chance.random() < 0.2 and cut < len(shuffled) - 1
        yes, no = tuple(shuffled[:cut]), tuple(shuffled[cut + left :])
        movers = (yes[0], no[0])
        if chance.random() < 0.6:
            vote = Vote(yes, no, tuple(shuffled[cut : cut + left]))
        reservation = (movers[1],) if chance.random() < 0.6 else ()
    return Matter(
        title=title,
        serial=chance.randint(1, 620),
        year=day.year - chance.choice([0, 0, 1]),
        background=_story(chance, topic, day),
        resolutions=resolutions,
        proposal=proposal,
        movers=movers,
        vote=vote,
        reservation=reservation,
        presenter=chance.choice(list(officials)) if chance.random() < 0.4 else None,
        has_case=chance.random() < 0.9,
    )


def informal(seed: int) -> Meeting:
    """A board, a club or a network: promises by first name, few formal decisions."""
    chance = random.Random(f"informal {seed}")
    day = date(chance.randint(2012, 2026), chance.randint(1, 12), chance.randint(1, 28))
    following = day + timedelta(days=chance.choice([14, 21, 28, 35]))
    people = _people(chance, chance.randint(5, 9))
    away = people[-chance.randint(0, 2) :] if chance.random() < 0.6 else []
    away = away if len(away) < 3 else []
    present = [p for p in people if p not in away]
    chair = Person(present[0].first, present[0].last, None, "ordförande")
    secretary = Person(present[1].first, present[1].last, None, "sekreterare")
    present[:2] = [chair, secretary]
    topics = chance.sample(CHORE_TOPICS, chance.randint(4, 8))
    clock = 9 * 60 + 15 * chance.randint(0, 30)
    matters = []
    for topic in topics:
        matters.append(_loose_matter(chance, topic, (day, following), present, clock))
        clock += chance.choice([10, 15, 20, 30])
    place = _place(chance)
    kind = chance.choice(["samfällighetsförening", "hembygdsförening", "båtklubb", "datorförening"])
    return Meeting(
        organisation=f"{place}s {kind}",
        body="Styrelsen",
        council="årsmötet",
        day=day,
        start=matters[0].time or "19:00",
        end=f"{clock // 60:02}:{clock % 60:02}",
        place=chance.choice(["Klubblokalen", f"Hos {chair.name}", "Digitalt", "Föreningsgården"]),
        seats=(*(Seat(p, "member") for p in present), *(Seat(p, "absent") for p in away)),
        adjuster=present[2],
        secretary=secretary,
        chair=chair,
        matters=tuple(matters),
        first_number=1,
        next_meeting=following,
        initials="",
    )


# What was, what is done, what one might wish for: nothing here is a promise.
_LOOSE_STORIES = (
    "Det har kommit flera frågor om {t} sedan sist.",
    "Vi diskuterade {t} en lång stund och alla fick komma till tals.",
    "Förra året kostade {t} {kr} 000 kr.",
    "{p} berättade om läget.",
    "Arbetet med {t} är klart och fungerade bra.",
    "{p} har redan ordnat det som bestämdes sist.",
    "{p} mejlade leverantören förra veckan men har inte fått svar.",
    "Det vore roligt med fler deltagare.",
    "Räkningen på {kr} 500 kr är betald.",
    "Vad tycker medlemmarna om {t}?",
    "{p} visade bilder och svarade på frågor.",
    "Frågan om {t} var uppe även på årsmötet.",
    "Många är positiva till {t}, men det finns också invändningar.",
)


def _loose_matter(
    chance: random.Random,
    topic: str,
    meeting: tuple[date, date],
    present: Sequence[Person],
    clock: int,
) -> Matter:
    day, following = meeting
    tasks = []
    for words in chance.sample(_CHORES, chance.choice([0, 1, 1, 2])):
        doers = chance.sample(list(present), chance.choice([0, 1, 1, 1, 2]))
        due = deadline(chance, day, following) if chance.random() < 0.5 else None
        text = [w.format(t=topic) for w in words]
        tasks.append(
            Task(
                tuple(p.first for p in doers),
                tuple(p.name for p in doers),
                text[0],
                text[1],
                text[2],
                due,
            )
        )
    resolutions: tuple[Resolution, ...] = ()
    if chance.random() < 0.4:
        outcome = chance.choice(["approved", "approved", "tabled", "rejected"])
        thing = {"tabled": "frågan"}.get(outcome, f"förslaget om {topic}")
        resolutions = (Resolution(outcome, thing),)
    doer = chance.choice(list(present)).first
    stories = [
        story.format(t=topic, p=doer, kr=chance.randint(2, 40))
        for story in chance.sample(_LOOSE_STORIES, chance.randint(1, 3))
    ]
    return Matter(
        title=topic[0].upper() + topic[1:],
        serial=0,
        year=day.year,
        background=tuple(stories),
        resolutions=resolutions,
        tasks=tuple(tasks),
        presenter=chance.choice(list(present)) if chance.random() < 0.7 else None,
        kind=chance.choice(["information", "discussion", "decision", "work"]),
        time=f"{clock // 60:02}:{clock % 60:02}",
        has_case=False,
    )


_NETWORKS = ("Digitaliseringsrådet", "Arkivnätverket", "Bredbandsrådet", "E-arkivgruppen")
_TITLES = (
    "e-samordnare",
    "IT-strateg",
    "digitaliseringschef",
    "informationssäkerhet",
    "verksamhetsutvecklare, samordnar länets arbetsgrupp",
    "arkivarie",
    "docent",
)


def network(seed: int) -> Meeting:
    """A network of officials: everybody comes from somewhere; nobody holds an office in it."""
    base = informal(seed)
    chance = random.Random(f"network {seed}")
    region = f"Region {_place(chance)}"
    homes = [region, *(f"{_place(chance)} kommun" for _ in range(2)), "Länsstyrelsen"]
    homes.append(f"{_place(chance)}bygdens kommunalförbund")
    seats = []
    for seat in base.seats:
        role = chance.choice(_TITLES) if chance.random() < 0.8 else None
        person = replace(seat.person, party=chance.choice(homes), role=role)
        seats.append(replace(seat, person=person))
    first = replace(seats[0].person, party=region)
    seats[0] = replace(seats[0], person=first)
    return replace(
        base,
        organisation=region,
        body=chance.choice(_NETWORKS),
        seats=tuple(seats),
        chair=first,
        secretary=first,
        place=chance.choice(["Regionens hus, lokal Ugglan", "Rådhuset. Lokal: Eken", "Teams"]),
        matters=tuple(
            replace(x, presenter=x.presenter if chance.random() < 0.5 else None)
            for x in base.matters
        ),
    )


def annual(seed: int) -> Meeting:
    """An association's annual meeting: elections and the yearly accounts."""
    base = informal(seed)
    chance = random.Random(f"annual {seed}")
    people = _people(chance, 8)
    elections = [
        ("ordförande", "Val av ordförande"),
        ("kassör", "Val av kassör"),
        ("revisor", "Val av revisor"),
        ("ledamot", "Val av ledamot"),
    ]
    chair, secretary, adjuster = people[:3]
    matters = [
        Matter(
            "Mötets öppnande", 0, base.day.year, ("Mötet öppnades av styrelsens ordförande.",), ()
        ),
        _elects("Val av mötesordförande", chair, "mötesordförande"),
        _elects("Val av mötessekreterare", secretary, "mötessekreterare"),
        _elects("Val av justerare", adjuster, "justerare"),
        _plain("Godkännande av dagordningen", "approved", "dagordningen"),
        _plain("Verksamhetsberättelse", "noted", "verksamhetsberättelsen"),
        _plain("Resultat- och balansräkning", "approved", "resultat- och balansräkningen"),
        *(
            _elects(title, person, role)
            for (role, title), person in zip(elections, people[3:7], strict=True)
            if chance.random() < 0.8
        ),
        *(_for_the_board(m) for m in base.matters[:2] if m.resolutions or m.tasks),
    ]
    officers = [
        (chair, "mötesordförande"),
        (secretary, "mötessekreterare"),
        (adjuster, "justerare"),
    ]
    named = [Person(p.first, p.last, None, role) for p, role in officers]
    return Meeting(
        organisation=base.organisation,
        body="Årsmöte",
        council="",
        day=base.day,
        start=base.start,
        end=base.end,
        place="Föreningsgården",
        seats=tuple(Seat(p, "other" if "sekr" in str(p.role) else "member") for p in named),
        adjuster=named[2],
        secretary=named[1],
        chair=named[0],
        matters=tuple(matters),
        first_number=1,
        next_meeting=base.next_meeting,
        initials="",
    )


def _for_the_board(matter: Matter) -> Matter:
    """The matter with its tasks given to the board: nobody else is known at an annual meeting."""
    board = ("styrelsen",)
    tasks = tuple(replace(task, owners=board, resolved=board) for task in matter.tasks)
    return replace(matter, tasks=tasks)


def _elects(title: str, person: Person, role: str) -> Matter:
    return Matter(title, 0, 0, (), (Resolution("elected", elected=(person, role)),), has_case=False)


def _plain(title: str, outcome: str, thing: str) -> Matter:
    return Matter(title, 0, 0, (), (Resolution(outcome, thing),), has_case=False)
