"""Sample documents of an invented region, joint authority, owners' association and Finnish town."""

from __future__ import annotations

from collections.abc import Sequence

from tests.generate.paper import Sheetform
from tests.generate.sheet import Sheet


def region() -> Sheet:
    """A region's committee: contents page, wide heads, decisions numbered under each point."""
    s = Sheet(
        "minutes",
        Sheetform(
            header=(
                ("Region Älvmark", "", "Protokoll"),
                ("Regionala utvecklingsnämnden", "", "2024-10-03"),
            ),
            footer=(("Postadress: Box 40, Forsby", "", "Sida {page} av {pages}"),),
            size=10.5,
            rule_under_header=True,
        ),
        organisation="Region Älvmark",
        body="Regionala utvecklingsnämnden",
        date="2024-10-03",
        start="10:00",
        end="14:45",
        place="Regionhuset, lokal Forsen",
    )
    s.head("Protokoll från regionala utvecklingsnämndens sammanträde", 15, 1)
    s.p(
        "**Tid:** 3 oktober 2024 kl. 10:00–14:45",
        "**Plats:** Regionhuset, lokal Forsen",
        "**Paragrafer:** §§ 58–62",
    )
    _region_people(s)
    s.page()
    s.head("Innehållsförteckning", 13, 1)
    for number, title, page in _REGION:
        s.p(f"§ {number} {title} {'.' * (70 - len(title))} {page}")
    s.page()
    _region_items(s)
    return s


_REGION = [
    ("58", "Val av justerare", 3),
    ("59", "Budget 2025 för regional utveckling", 3),
    ("60", "Stöd till projektet Grön industri i Älvmark", 3),
    ("61", "Förstudie om gemensam IdP", 3),
    ("62", "Information från regionutvecklingsdirektören", 3),
]


def _region_people(s: Sheet) -> None:
    columns = ("Ledamöter", "Ersättare")
    left = [
        ("Elsa Dahlgårdh", "C", "ordförande"),
        ("Roger Stenmyr", "S", "1:e vice ordförande"),
        ("Mehtap Söderkvist", "S", None),
        ("Ingemar Ruth", "KD", None),
        ("Hanna Fjällby", "MP", None),
    ]
    right = [("Allan Bergsjö", "C"), ("Vera Holmlid", "S")]
    for person in left:
        s.person(*person)
    s.person("Allan Bergsjö", "C", None, "substitute")
    s.person("Vera Holmlid", "S", None, "substitute")
    s.grid(
        [
            columns,
            (
                "\n".join(f"{n} ({p})" + (f", {r}" if r else "") for n, p, r in left),
                "\n".join(f"{n} ({p})" for n, p in right),
            ),
        ],
        (250, 220),
        header=True,
        rules="all",
    )
    s.person("Stina Hövding", None, "regionutvecklingsdirektör", "other")
    s.person("Sigrid Månsby", None, "samordnare digitalisering", "other")
    s.person("Lars-Åke Norén Bly", None, "nämndsekreterare", "other")
    s.p(
        "**Övriga närvarande:** Stina Hövding, regionutvecklingsdirektör, Sigrid Månsby, "
        "samordnare digitalisering (§ 61), Lars-Åke Norén Bly, nämndsekreterare"
    )


def _region_head(s: Sheet, number: str, title: str, case: str | None = None) -> None:
    s.head(s.item(number, title, case) + f"§ {number} {title}", 13, 1, before=14)
    if case:
        s.p(f"Diarienummer: {case}", italic=True)


def _region_items(s: Sheet) -> None:
    _region_head(s, "58", "Val av justerare")
    s.p("**Beslut**", s.decision("Roger Stenmyr (S) utses att justera protokollet.", "elected"))
    _region_head(s, "59", "Budget 2025 för regional utveckling", "RUN-2024-00188")
    s.p(
        "**Nämndens beslut**",
        "1. "
        + s.decision(
            "Regionala utvecklingsnämnden antar budget för 2025 om 84 miljoner kronor.", "approved"
        ),
        "2. "
        + s.decision(
            s.action(
                "Regionutvecklingsdirektören får i uppdrag att ta fram en verksamhetsplan senast "
                "den 5 december 2024.",
                ["Stina Hövding"],
                "2024-12-05",
                "senast den 5 december 2024",
            ),
            "assigned",
        ),
    )
    s.p(
        "**Sammanfattning**",
        "Ramen har minskat med 2 procent. Nämnden beslutade den 6 juni 2024, "
        "§ 41, om planeringsförutsättningar.",
        "**Särskilt yttrande**",
        "Ingemar Ruth (KD) lämnar ett särskilt yttrande.",
    )
    _region_head(s, "60", "Stöd till projektet Grön industri i Älvmark", "RUN-2024-00203")
    s.p(
        "**Nämndens beslut**",
        s.decision("Ansökan om 1,5 miljoner kronor avslås.", "rejected"),
        "**Jäv**",
        "Hanna Fjällby (MP) deltar på grund av jäv inte i handläggningen.",
        "**Sammanfattning**",
        "Medfinansiering saknas. Den sökande kan återkomma nästa år.",
    )
    _region_head(s, "61", "Förstudie om gemensam IdP", "RUN-2024-00212")
    s.p(
        "**Nämndens beslut**",
        "1. " + s.decision("Nämnden ställer sig bakom en förstudie om gemensam IdP.", "approved"),
        "2. " + s.decision("Ärendet om finansiering bordläggs till nästa sammanträde.", "tabled"),
        "**Sammanfattning**",
        "Länets kommuner har bett regionen att leda arbetet. Förstudien ska "
        "vara klar i januari 2025.",
    )
    _region_head(s, "62", "Information från regionutvecklingsdirektören")
    s.p(
        "Stina Hövding informerar om kompetensförsörjning och om samtalen med högskolan.",
        "**Nämndens beslut**",
        s.decision("Informationen noteras.", "noted"),
    )


def joint_authority() -> Sheet:
    """The board of a joint authority, in capitals and Courier, as an older system prints it."""
    s = Sheet(
        "minutes",
        Sheetform(
            face="Courier",
            header=(
                ("KOMMUNALFÖRBUNDET TALLÅSBYGDEN", "", "{page}"),
                ("Direktionen", "", "2024-12-04"),
            ),
        ),
        organisation="Kommunalförbundet Tallåsbygden",
        body="Direktionen",
        date="2024-12-04",
        start="08:30",
        end="10:10",
        place="Brandstationen i Hultåsa",
    )
    s.head("SAMMANTRÄDESPROTOKOLL", 13, 1)
    s.person("Gun-Britt Åsljung", "S", "ordförande")
    s.person("Ove Malmsten", "M", None)
    s.person("Ritva Kallio Berg", "C", None)
    s.person("Tage Lidhammar", None, "förbundsdirektör", "other")
    s.person("Peder Klockhoff", None, "sekreterare", "other")
    s.p(
        "Plats och tid: Brandstationen i Hultåsa, kl 08.30-10.10",
        "Närvarande: Gun-Britt Åsljung (S), ordförande, Ove Malmsten (M) och Ritva Kallio Berg (C)",
        "Övriga: Tage Lidhammar, förbundsdirektör, Peder Klockhoff, sekreterare",
        "Justerare: Ove Malmsten",
    )
    _authority_items(s)
    return s


def _authority_items(s: Sheet) -> None:
    def head(number: str, title: str, case: str) -> None:
        s.head(s.item(number, title, case) + f"D § {number} {title}", before=16)
        s.p(f"Dnr {case}")

    head("31", "TAXOR OCH AVGIFTER 2025", "D/2024:118")
    s.p(
        "Förbundsdirektören föreslår att taxan för tillsyn höjs med tre procent.",
        "DIREKTIONEN BESLUTAR",
        s.decision("att fastställa taxor och avgifter för 2025, och", "approved"),
        s.decision("att föreslå medlemskommunernas fullmäktige att godkänna taxan.", "proposed"),
    )
    head("32", "NYTT LARMSYSTEM", "D/2024:121")
    s.p(
        "Systemet ska bytas under 2025. Tre anbud har kommit in.",
        "DIREKTIONEN BESLUTAR",
        s.decision(
            s.action(
                "att ge Tage Lidhammar i uppdrag att förhandla med leverantörerna och "
                "redovisa resultatet vid nästa möte.",
                ["Tage Lidhammar"],
                "2025-02-12",
                "vid nästa möte",
            ),
            "assigned",
        ),
    )
    head("33", "SAMMANTRÄDESTIDER 2025", "D/2024:125")
    s.p(
        "DIREKTIONEN BESLUTAR",
        s.decision("att sammanträda den 12 februari, den 9 april och den 4 juni 2025.", "approved"),
    )
    for date, text in (
        ("2025-02-12", "den 12 februari"),
        ("2025-04-09", "den 9 april"),
        ("2025-06-04", "den 4 juni 2025"),
    ):
        s.upcoming(date, text, "meeting")


_OWNERS = ["Ragnhild Stålbom", "Klas Vinterhed", "Mariana Öst", "Olof Brunnsgård"]
_ASSOCIATION = "Rönnklintens samfällighetsförening"


def _association(
    date: str, number: int, place: str, present: Sequence[str], absent: Sequence[str]
) -> Sheet:
    s = Sheet(
        "minutes",
        Sheetform(face="Times", size=11),
        organisation=_ASSOCIATION,
        body="Styrelsen",
        date=date,
        start="19:00",
        place=place,
    )
    s.head(_ASSOCIATION, 18, 1)
    s.p("PROTOKOLL", f"Styrelsemöte nr {number}")
    for name in present:
        role = "ordförande" if name == _OWNERS[0] else None
        role = "sekreterare" if name == _OWNERS[2] else role
        s.person(name, None, role)
    for name in absent:
        s.person(name, None, None, "absent")
    s.grid(
        [
            ("Datum och tid:", f"{date} 19.00"),
            ("Plats:", place),
            ("Närvarande:", ", ".join(present)),
            ("Frånvarande:", ", ".join(absent)),
        ],
        (90, 380),
    )
    return s


def _points(s: Sheet, rows: list[tuple[str, str, str]], last: str) -> None:
    s.grid([("Punkt", "Vad", last), *rows], (40, 340, 90), rules="all", header=True)
    s.grid(
        [("Vid protokollet", "Ordförande"), ("", ""), ("Mariana Öst", "Ragnhild Stålbom")],
        (240, 230),
    )


def board_march() -> Sheet:
    """A board's minutes as one table with a column for who is responsible."""
    s = _association("2025-03-18", 3, "Hos Klas Vinterhed", _OWNERS[:3], _OWNERS[3:])
    rows = [
        (s.item("1", "Mötets öppnande") + "1.", "**Mötets öppnande**\nRagnhild öppnade mötet.", ""),
        (
            s.item("2", "Val av justerare") + "2.",
            "**Val av justerare**\n" + s.decision("Klas väljs till justerare.", "elected"),
            "",
        ),
        (
            s.item("3", "Ekonomi") + "3.",
            "**Ekonomi**\nAlla avgifter utom två är betalda. "
            + s.action(
                "Mariana skickar påminnelse till de två före månadsskiftet.",
                ["Mariana Öst"],
                "2025-03-31",
                "före månadsskiftet",
            ),
            "Mariana",
        ),
    ]
    key = s.item("4", "Lekplatsen")
    rows.append(
        (
            key + "4.",
            "**Lekplatsen**\nGungorna är rostiga. "
            + s.decision(
                "Styrelsen beslutar att köpa två nya gungor för högst 8 000 kr.", "approved"
            )
            + " "
            + s.action(
                "Klas tar in offerter till nästa möte.",
                ["Klas Vinterhed"],
                "2025-05-06",
                "till nästa möte",
            ),
            "Klas",
        )
    )
    rows.append(
        (
            s.item("5", "Städdag") + "5.",
            "**Städdag**\nVårens städdag blir den 26 april kl. 10. "
            + s.action("Container beställs."),
            "",
        )
    )
    s.upcoming("2025-04-26", "den 26 april kl. 10", "Vårens städdag")
    rows.append((s.item("6", "Nästa möte") + "6.", "**Nästa möte**\n6 maj hos Ragnhild", ""))
    s.upcoming("2025-05-06", "6 maj", "meeting")
    _points(s, rows, "Ansvar")
    return s


def board_may() -> Sheet:
    """The next meeting of the same board: what was promised is reported, and some is late."""
    s = _association(
        "2025-05-06", 4, "Hos Ragnhild Stålbom", [_OWNERS[0], _OWNERS[2], _OWNERS[3]], [_OWNERS[1]]
    )
    rows = [
        (s.item("1", "Mötets öppnande") + "1.", "**Mötets öppnande**\nMötet öppnades 19.05.", "")
    ]
    key = s.item("2", "Föregående protokoll")
    rows.append(
        (
            key + "2.",
            "**Föregående protokoll**\nMariana har skickat påminnelserna och båda har "
            "betalat. Containern kom som den skulle till städdagen. Klas har inte fått in några "
            "offerter på gungor ännu. "
            + s.decision("Protokollet lades till handlingarna.", "noted"),
            "",
        )
    )
    key = s.item("3", "Lekplatsen")
    rows.append(
        (
            key + "3.",
            "**Lekplatsen**\n"
            + s.action(
                "Olof hjälper Klas med offerterna, klart senast 1 juni.",
                ["Olof Brunnsgård"],
                "2025-06-01",
                "senast 1 juni",
            )
            + " Gungorna är avstängda så länge.",
            "Olof",
        )
    )
    key = s.item("4", "Laddstolpar")
    rows.append(
        (
            key + "4.",
            "**Laddstolpar**\nTre medlemmar vill ha laddstolpar vid garagen. "
            + s.decision("Frågan bordläggs till höstens möte.", "tabled")
            + " "
            + s.action("Ragnhild kollar med elbolaget om effekten räcker.", ["Ragnhild Stålbom"]),
            "Ragnhild",
        )
    )
    rows.append(
        (
            s.item("5", "Mötets avslutande") + "5.",
            "**Mötets avslutande**\nRagnhild tackade för visat intresse.",
            "",
        )
    )
    _points(s, rows, "Ansvarig")
    return s


def annual() -> Sheet:
    """The association's annual meeting: § heads, elections, identical resolutions."""
    s = Sheet(
        "minutes",
        Sheetform(header=((_ASSOCIATION, "PROTOKOLL", "{page} ({pages})"),)),
        organisation=_ASSOCIATION,
        body="Årsstämma",
        date="2026-03-24",
        start="18:30",
        end="19:40",
        place="Kvarterslokalen",
    )
    s.head("Protokoll fört vid ordinarie årsstämma", 15, 1)
    s.p("Tisdagen den 24 mars 2026 klockan 18.30 i Kvarterslokalen.")
    s.p("Närvarande: 34 medlemmar enligt bifogad röstlängd.")
    points = [
        ("1", "Stämmans öppnande", "Ragnhild Stålbom hälsade välkommen.", None, ""),
        (
            "2",
            "Val av ordförande för stämman",
            "",
            "Stämman valde Ragnhild Stålbom till ordförande för stämman.",
            "elected",
        ),
        ("3", "Val av sekreterare", "", "Till sekreterare valdes Mariana Öst.", "elected"),
        (
            "4",
            "Val av justerare",
            "",
            "Till justerare valdes Sixten Palmryd och Eva Torstedt.",
            "elected",
        ),
        (
            "5",
            "Fråga om kallelsen skett stadgeenligt",
            "",
            "Stämman fann att kallelsen skett i rätt tid.",
            "noted",
        ),
        (
            "6",
            "Årsredovisning",
            "Olof Brunnsgård gick igenom resultatet.",
            "Stämman fastställde resultat- och balansräkningen.",
            "approved",
        ),
        ("7", "Ansvarsfrihet", "", "Styrelsen beviljades ansvarsfrihet.", "approved"),
        (
            "8",
            "Arvoden",
            "Valberedningen föreslog oförändrade arvoden.",
            "Beslutades enligt valberedningens förslag.",
            "approved",
        ),
        (
            "9",
            "Val av styrelse",
            "Valberedningen föreslog omval av samtliga.",
            "Beslutades enligt valberedningens förslag.",
            "approved",
        ),
    ]
    for name, role in (
        ("Ragnhild Stålbom", "ordförande för stämman"),
        ("Mariana Öst", "sekreterare"),
        ("Sixten Palmryd", "justerare"),
        ("Eva Torstedt", "justerare"),
    ):
        s.person(name, None, role, "other" if role == "sekreterare" else "member")
    for number, title, story, text, outcome in points:
        s.head(s.item(number, title) + f"§ {number}  {title}", before=6)
        s.p(*([story] if story else []), *([s.decision(text, outcome)] if text else []))
    _annual_end(s)
    return s


def _annual_end(s: Sheet) -> None:
    s.head(s.item("10", "Motion om laddstolpar") + "§ 10  Motion om laddstolpar", before=6)
    s.p(
        "Sixten Palmryd föreslår i en motion att föreningen bygger sex laddstolpar. Styrelsen "
        "föreslår avslag. Efter diskussion begärdes votering. Motionen fick 21 röster för och "
        "11 röster mot; 2 avstod.",
        s.decision("Stämman biföll motionen.", "approved"),
    )
    s.vote(21, 11, 2)
    s.p(
        s.decision(
            s.action(
                "Styrelsen fick i uppdrag att begära in anbud före den 1 september 2026.",
                ["Styrelsen"],
                "2026-09-01",
                "före den 1 september 2026",
            ),
            "assigned",
        )
    )
    s.head(s.item("11", "Stämmans avslutande") + "§ 11  Stämmans avslutande", before=6)
    s.p("Ordföranden avslutade stämman klockan 19.40.")


def finnish_town() -> Sheet:
    """Minutes of a Swedish-speaking town in Finland: tick boxes, "39 §", earlier handling."""
    s = Sheet(
        "minutes",
        Sheetform(
            header=(("Protokoll", "17.4.2024", "Sida {page}"), ("Bildningsnämnden", "", "")),
            rule_under_header=True,
            side="Dokumentet har undertecknats elektroniskt 22.4.2024",
        ),
        organisation="Granskärs stad",
        body="Bildningsnämnden",
        date="2024-04-17",
        start="18:00",
        end="19:12",
        place="Stadshuset, kabinettet",
    )
    s.head("Granskärs stad", 14, 1)
    s.grid(
        [
            ("Organ", "Bildningsnämnden"),
            ("Sammanträdestid", "17.4.2024 kl. 18.00 – 19.12"),
            ("Sammanträdesplats", "Stadshuset, kabinettet"),
            ("Ärenden", "21 – 24 §"),
        ],
        (130, 330),
        labels=True,
    )
    rows = [
        ("Sundholm Erika, ordförande", "X", "member"),
        ("Näsman Tom", "X", "member"),
        ("Backas Pia", " ", "absent"),
        ("Lillkåll Jens", "X", "member"),
    ]
    for turned, _, attendance in rows:
        name, _, role = turned.partition(", ")
        last, first = name.split(" ")
        s.person(f"{first} {last}", None, role or None, attendance)
    s.person("Nina Rönnback", None, "ersättare", "serving_substitute")
    s.person("Mats Vestergård", None, "ersättare", "absent")
    s.grid(
        [
            ("Beslutande ordinarie", "ersättare"),
            (
                "\n".join(f"[{x}] {name}" for name, x, _ in rows),
                "\n".join(["[X] Rönnback Nina", "[ ] Vestergård Mats"]),
            ),
        ],
        (230, 230),
        header=True,
    )
    s.p(
        "**Övriga närvarande**",
        "Höglund Carita, bildningsdirektör, föredragande",
        "Ström Kaj, protokollförare",
    )
    s.person("Carita Höglund", None, "bildningsdirektör, föredragande", "other")
    s.person("Kaj Ström", None, "protokollförare", "other")
    s.page()
    _finnish_items(s)
    return s


def _finnish_items(s: Sheet) -> None:
    def head(number: str, title: str, case: str | None = None) -> None:
        if case:
            s.p(case, align="right", before=16)
        s.head(s.item(number, title, case) + f"{number} § {title}", 11, before=4)

    head("21", "Sammanträdets laglighet och beslutförhet")
    s.p(
        "**Bildningsnämndens beslut:**",
        s.decision("Sammanträdet konstaterades lagligt sammankallat och beslutfört.", "noted"),
    )
    head("22", "Val av protokolljusterare")
    s.p(
        "**Bildningsnämndens beslut:**",
        s.decision("Till protokolljusterare utsågs Tom Näsman och Jens Lillkåll.", "elected"),
    )
    head("23", "Skolskjutsprinciper läsåret 2024–2025", "GRA/88/12.01.02/2024")
    s.p(
        "Bildningsnämnden 20.3.2024, 15 §",
        "Bildningsdirektörens förslag:",
        "Nämnden godkänner principerna.",
        "Bildningsnämndens beslut:",
        "Ärendet återremitterades för ny beredning.",
        "______",
        "Bildningsnämnden 17.4.2024, 23 §",
        "Beredning: bildningsdirektör Carita Höglund",
        "Principerna har kompletterats med växelvis boende.",
        "**Bildningsdirektör Carita Höglunds förslag:**",
        "Nämnden godkänner principerna.",
        "**Bildningsnämndens beslut:**",
        s.decision("Enligt förslag.", "approved"),
    )
    s.facts["agenda_items"][-1]["responsible"] = "Carita Höglund"
    head("24", "Nästa möte")
    s.p(
        "**Bildningsnämndens beslut:**",
        s.decision(
            s.action(
                "Carita Höglund kallar till följande möte 15.5.2024 kl. 18.",
                ["Carita Höglund"],
                "2024-05-15",
                "15.5.2024 kl. 18",
            ),
            "assigned",
        ),
    )
    s.upcoming("2024-05-15", "15.5.2024 kl. 18", "meeting")
