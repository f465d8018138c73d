"""Sample documents of an invented municipality: its executive board and its building committee.

One matter, a shared login service (IdP), is followed from information over referral back and a
counted vote to the report a year later.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.generate.paper import Sheetform
from tests.generate.sheet import Sheet

ORGANISATION = "Lindavalla kommun"
BOARD = "Kommunstyrelsen"
HALL = "Sammanträdesrummet Linden, kommunhuset, Lindavalla"

MEMBERS = [
    ("Annika Ståhlbrand", "S", "ordförande"),
    ("Mats Uhrström", "M", "vice ordförande"),
    ("Leila Qadiri", "S", None),
    ("Torbjörn Ekeskog", "C", None),
    ("Birgitta Falkmar", "V", None),
    ("Henrik Lagerbom", "M", None),
    ("Josefin Ålander", "L", None),
    ("Rune Vikbladh", "SD", None),
]
OFFICIALS = [
    ("Viktor Hedmarker", "kommundirektör"),
    ("Cecilia Norrfjäll", "kommunsekreterare"),
    ("Jonas Brännlid", "digitaliseringschef"),
    ("Amina Warsame", "ekonomichef"),
]


def _form(date: str) -> Sheetform:
    return Sheetform(
        header=(
            (f"**{ORGANISATION}**", "**Sammanträdesprotokoll**", "{page} ({pages})"),
            (BOARD, date, ""),
        ),
        footer=(("Justerandes signatur", "", "Utdragsbestyrkande"),),
        cells_over_footer=4,
        rule_under_header=True,
    )


def _board(date: str, start: str, end: str) -> Sheet:
    return Sheet(
        "minutes",
        _form(date),
        organisation=ORGANISATION,
        body=BOARD,
        date=date,
        start=start,
        end=end,
        place=HALL,
    )


def _named(name: str, party: str, role: str | None) -> str:
    return f"{name} ({party})" + (f", {role}" if role else "")


def _cover(
    s: Sheet, serving: Sequence[tuple[str, str, str]], deputies: Sequence[tuple[str, str]]
) -> None:
    """The first page: place and time, who decided, who else was there, who attests."""
    meeting = s.meeting
    present = [m for m in MEMBERS if m[0] not in {absent for _, _, absent in serving}]
    for name, party, role in present:
        s.person(name, party, role)
    party_of = {name: party for name, party, _ in MEMBERS}
    lines = [_named(*member) for member in present]
    for name, party, absent in serving:
        s.person(name, party, None, "serving_substitute", absent)
        lines.append(f"{name} ({party}) ersätter {absent} ({party_of[absent]})")
    for name, party in deputies:
        s.person(name, party, None, "substitute")
    for name, role in OFFICIALS:
        s.person(name, None, role, "other")
    s.grid(
        [
            ("Plats och tid", f"{HALL}\nkl. {meeting['start']}–{meeting['end']}"),
            ("Beslutande", "\n".join(lines)),
            ("Ej tjänstgörande ersättare", "\n".join(f"{n} ({p})" for n, p in deputies)),
            ("Övriga deltagare", "\n".join(f"{n}, {r}" for n, r in OFFICIALS)),
            ("Utses att justera", "Mats Uhrström (M)"),
            ("Justeringens plats och tid", "Kommunledningskontoret, fem dagar efter sammanträdet"),
        ],
        (130, 340),
        labels=True,
    )


def _signed(s: Sheet, paragraphs: str) -> None:
    date = s.meeting["date"]
    s.grid(
        [
            ("Underskrifter", "", f"Paragrafer {paragraphs}"),
            ("Sekreterare", "........................................", "Cecilia Norrfjäll"),
            ("Ordförande", "........................................", "Annika Ståhlbrand"),
            ("Justerande", "........................................", "Mats Uhrström"),
        ],
        (110, 220, 140),
    )
    s.rule()
    s.head("ANSLAG/BEVIS", 11, before=2)
    s.p("Protokollet är justerat. Justeringen har tillkännagivits på kommunens anslagstavla.")
    s.grid(
        [("Organ", BOARD), ("Sammanträdesdatum", str(date)), ("Förvaringsplats", "Kansliet")],
        (130, 340),
    )


def _matter(s: Sheet, number: str, title: str, case: str | None = None) -> None:
    key = s.item(number, title, case)
    s.head(f"{key}§ {number}" + (f"    Dnr {case}" if case else ""), 11, before=16)
    s.head(title, 13, 1, before=0)


def _decided(s: Sheet, decisions: Sequence[tuple[str, str]]) -> None:
    """Several att-satser under one head, or one resolution in a sentence of its own."""
    s.head(f"{BOARD}s beslut")
    if len(decisions) == 1:
        s.p(s.decision(*decisions[0]))
        return
    s.p(f"{BOARD} beslutar")
    s.p(*(s.decision(*decision) for decision in decisions), indent=14)


def march() -> Sheet:
    """Information on the shared login, an assignment with a deadline, a citizens' proposal."""
    s = _board("2025-03-12", "13:15", "15:40")
    _cover(s, [("Kjell Åbrink", "S", "Leila Qadiri")], [("Petra Sundholt", "M")])
    _signed(s, "§§ 21–26")
    s.page()
    _matter(s, "21", "Fastställande av dagordning")
    _decided(s, [("Dagordningen fastställs.", "approved")])
    _matter(s, "22", "Information om gemensam IdP för länets kommuner", "KS 2025/118")
    s.head("Ärendebeskrivning")
    s.p(
        "Digitaliseringschef Jonas Brännlid informerar om förslaget till en gemensam "
        "identitetslösning (IdP) för kommunerna och Region Älvmark. I dag har kommunen fyra "
        "inloggningar för personal och två för elever. Med en gemensam IdP räcker en.",
        "Digitaliseringsnätverket i Älvmark behandlade frågan den 6 februari 2025. Kommun"
        "fullmäktige beslutade 2022 att all personal ska ha e-legitimation i tjänsten.",
    )
    s.head("Beslutsunderlag")
    s.bullets(["Förstudie gemensam IdP, januari 2025", "Tjänsteskrivelse den 27 februari 2025"])
    task = s.action(
        "att digitaliseringschefen får i uppdrag att redovisa en kostnadsberäkning för gemensam "
        "IdP senast den 30 april 2025.",
        ["Jonas Brännlid"],
        "2025-04-30",
        "senast den 30 april 2025",
    )
    _decided(s, [("att anteckna informationen till protokollet,", "noted"), (task, "assigned")])
    s.head("Expedieras till")
    s.p("Digitaliseringschefen")
    _matter(s, "23", "Ekonomisk rapport för januari och februari 2025", "KS 2025/9")
    s.head("Sammanfattning")
    s.p(
        "Ekonomichef Amina Warsame redovisar utfallet. Helårsprognosen är ett överskott om "
        "4,2 miljoner kronor, vilket är 1,1 miljoner kronor sämre än budget. Avvikelsen beror "
        "på kostnader för vinterväghållning."
    )
    _decided(s, [("Kommunstyrelsen noterar den ekonomiska rapporten.", "noted")])
    _citizens_proposal(s)
    _traffic(s)
    _matter(s, "26", "Anmälan av delegeringsbeslut", "KS 2025/2")
    _decided(s, [("Redovisningen av delegeringsbeslut läggs till handlingarna.", "noted")])
    return s


def _citizens_proposal(s: Sheet) -> None:
    _matter(s, "24", "Svar på medborgarförslag om cykelställ vid Lindvallen", "KS 2024/402")
    s.head("Ärendebeskrivning")
    s.p(
        "En medborgare föreslår att kommunen ställer upp tjugo cykelställ vid idrottsplatsen "
        "Lindvallen. Tekniska nämnden yttrade sig den 4 februari 2025, § 12, och beslutade att "
        "tillstyrka förslaget under förutsättning att föreningarna bidrar till kostnaden."
    )
    s.head("Yrkanden")
    s.p(
        "Birgitta Falkmar (V) yrkar bifall till medborgarförslaget.",
        "Mats Uhrström (M) yrkar att medborgarförslaget avslås.",
    )
    s.head("Propositionsordning")
    s.p(
        "Ordföranden ställer yrkandena mot varandra och finner att kommunstyrelsen beslutar "
        "att avslå medborgarförslaget."
    )
    _decided(s, [("Medborgarförslaget avslås.", "rejected")])
    s.head("Reservation")
    s.p("Birgitta Falkmar (V) reserverar sig mot beslutet till förmån för eget yrkande.")


def _traffic(s: Sheet) -> None:
    _matter(s, "25", "Yttrande över förslag till trafikförsörjningsprogram", "KS 2025/77")
    s.head("Ärendebeskrivning")
    s.p(
        "Region Älvmark har översänt förslag till trafikförsörjningsprogram 2026–2030 på remiss. "
        "Samhällsbyggnadsförvaltningen har den 3 mars 2025 lämnat ett förslag till yttrande. "
        "Vad som sades i § 18 om busslinje 44 gäller fortfarande."
    )
    s.head("Förslag till beslut på sammanträdet")
    s.p("Josefin Ålander (L) föreslår att yttrandet kompletteras med ett stycke om nattrafik.")
    _decided(
        s,
        [
            (
                "att anta yttrandet som sitt eget med tillägg om nattrafik på linje 44, samt",
                "approved",
            ),
            ("att paragrafen justeras omedelbart.", "approved"),
        ],
    )


def may() -> Sheet:
    """The cost estimate comes; the matter is referred back after a counted vote."""
    s = _board("2025-05-14", "13:15", "16:05")
    _cover(s, [], [("Kjell Åbrink", "S"), ("Dragan Ilievski", "KD")])
    _signed(s, "§§ 41–44")
    s.page()
    _matter(s, "41", "Uppföljning av kommunstyrelsens uppdrag", "KS 2025/15")
    s.head("Ärendebeskrivning")
    s.p(
        "Kommundirektör Viktor Hedmarker går igenom de öppna uppdragen. Kostnadsberäkningen för "
        "gemensam IdP, som digitaliseringschefen fick i uppdrag att redovisa den 12 mars 2025, "
        "§ 22, lämnades den 28 april 2025. Uppdraget är därmed slutfört."
    )
    _decided(s, [("Redovisningen godkänns.", "approved")])
    _referred_back(s)
    _matter(s, "43", "Sommaröppet på Lindavalla bibliotek", "KS 2025/201")
    s.head("Sammanfattning")
    s.p(
        "Biblioteket föreslås ha öppet måndag till torsdag kl. 10–16 under veckorna 26–32. "
        "Kostnaden, 95 000 kronor, ryms inom kultur- och fritidsnämndens ram."
    )
    _decided(
        s,
        [
            ("att godkänna förslaget till sommaröppet 2025,", "approved"),
            (
                s.action(
                    "att uppdra åt kultur- och fritidsnämnden att utvärdera öppettiderna och "
                    "återrapportera till kommunstyrelsen senast i oktober 2025.",
                    ["kultur- och fritidsnämnden"],
                    "2025-10-31",
                    "senast i oktober 2025",
                ),
                "assigned",
            ),
        ],
    )
    _matter(s, "44", "Meddelanden")
    _decided(s, [("Meddelandena läggs till handlingarna.", "noted")])
    return s


def _referred_back(s: Sheet) -> None:
    _matter(s, "42", "Anslutning till gemensam IdP", "KS 2025/118")
    s.head("Ärendebeskrivning")
    s.p(
        "Kommunstyrelsen fick information om gemensam IdP den 12 mars 2025, § 22. Kostnads"
        "beräkningen visar en engångskostnad om 640 000 kronor och en årlig avgift om "
        "310 000 kronor. Hur elevernas inloggning ska lösas framgår inte."
    )
    s.head("Beredning")
    s.p(
        "Kommunstyrelsens arbetsutskott behandlade ärendet den 30 april 2025, § 57.",
        "Arbetsutskottets förslag till beslut: Kommunen ansluter sig till gemensam IdP från och "
        "med den 1 januari 2026.",
    )
    s.head("Yrkanden")
    s.p(
        "Torbjörn Ekeskog (C) yrkar att ärendet återremitteras för att belysa elevernas "
        "inloggning och personuppgiftsansvaret.",
        "Annika Ståhlbrand (S) yrkar att ärendet avgörs i dag.",
    )
    s.head("Propositionsordning")
    s.p(
        "Ordföranden ställer frågan om ärendet ska avgöras i dag eller återremitteras och finner "
        "att ärendet ska avgöras i dag. Omröstning begärs."
    )
    s.head("Omröstning")
    s.p(
        "Ja-röst för att ärendet avgörs i dag. Nej-röst för återremiss.",
        "Med 3 ja-röster mot 5 nej-röster beslutar kommunstyrelsen att ärendet ska återremitteras.",
        "Ja röstar: Annika Ståhlbrand (S), Leila Qadiri (S) och Birgitta Falkmar (V).",
        "Nej röstar: Mats Uhrström (M), Torbjörn Ekeskog (C), Henrik Lagerbom (M), "
        "Josefin Ålander (L) och Rune Vikbladh (SD).",
    )
    s.vote(3, 5)
    _decided(
        s,
        [
            (
                s.action(
                    "Ärendet återremitteras till kommunledningskontoret för att belysa elevernas "
                    "inloggning och personuppgiftsansvaret.",
                    ["kommunledningskontoret"],
                ),
                "referred_back",
            )
        ],
    )
    s.head("Expedieras till")
    s.p("Kommunledningskontoret, barn- och utbildningsnämnden")


_AGENDA = [
    ("1", "Upprop och val av justerare", None, None),
    ("2", "Fastställande av dagordning", None, None),
    ("3", "Delårsrapport per den 31 augusti 2025", "KS 2025/9", "Amina Warsame"),
    ("4", "Revidering av lokal ordningsföreskrift", "KS 2025/233", "Viktor Hedmarker"),
    ("5", "Anslutning till gemensam IdP", "KS 2025/118", "Jonas Brännlid"),
    ("6", "Meddelanden", None, None),
]


def notice() -> Sheet:
    """The notice of the September meeting, as a word processor's file."""
    s = Sheet(
        "notice",
        Sheetform(header=((ORGANISATION, "KALLELSE", "2025-09-01"),)),
        organisation=ORGANISATION,
        body=BOARD,
        date="2025-09-10",
        start="13:15",
        place=HALL,
    )
    s.head("Kallelse till kommunstyrelsen", 16, 1)
    s.grid(
        [
            ("Plats", HALL),
            ("Tid", "Onsdagen den 10 september 2025 kl. 13:15"),
            ("Ordförande", "Annika Ståhlbrand"),
            ("Sekreterare", "Cecilia Norrfjäll"),
        ],
        (110, 360),
        labels=True,
    )
    s.person("Annika Ståhlbrand", None, "Ordförande")
    s.person("Cecilia Norrfjäll", None, "Sekreterare", "other")
    s.head("Ärenden", 12)
    rows = [("Nr", "Ärende", "Dnr", "Föredragande")]
    for number, title, case, who in _AGENDA:
        key = s.item(number, title, case, None, who)
        rows.append((f"{key}{number}", title, case or "", who or ""))
    s.grid(rows, (30, 240, 90, 110), rules="all", header=True)
    s.p(
        "Gruppmöten hålls kl. 11:00. Den som inte kan delta meddelar sekreteraren, som kallar "
        "ersättare. Förslag till beslut i ärende 5: Kommunen ansluter sig till gemensam IdP."
    )
    return s


def september() -> Sheet:
    """The decision on the shared login, by a counted vote over two pages, with a reservation."""
    s = _board("2025-09-10", "13:15", "17:02")
    _cover(
        s,
        [("Petra Sundholt", "M", "Henrik Lagerbom"), ("Ellen Frostvik", "C", "Torbjörn Ekeskog")],
        [("Kjell Åbrink", "S")],
    )
    _signed(s, "§§ 71–75")
    s.page()
    s.head("Innehåll", 13, 1)
    s.grid(
        [
            ("§ 71", "Fastställande av dagordning", "3"),
            ("§ 72", "Delårsrapport per den 31 augusti 2025", "3"),
            ("§ 73", "Revidering av lokal ordningsföreskrift", "3"),
            ("§ 74", "Anslutning till gemensam IdP", "4"),
            ("§ 75", "Meddelanden", "5"),
        ],
        (50, 360, 40),
    )
    s.page()
    _matter(s, "71", "Fastställande av dagordning")
    _decided(s, [("Dagordningen fastställs med tillägget att ärende 4 utgår.", "approved")])
    _matter(s, "72", "Delårsrapport per den 31 augusti 2025", "KS 2025/9")
    s.head("Sammanfattning")
    s.p(
        "Resultatet per sista augusti är 11,8 miljoner kronor. Prognosen för helåret är "
        "3,9 miljoner kronor. Socialnämnden redovisar ett underskott om 6,5 miljoner kronor."
    )
    _decided(
        s,
        [
            ("att föreslå kommunfullmäktige att godkänna delårsrapporten,", "proposed"),
            (
                s.action(
                    "att socialnämnden ges i uppdrag att senast den 12 november 2025 "
                    "redovisa åtgärder för en ekonomi i balans.",
                    ["socialnämnden"],
                    "2025-11-12",
                    "senast den 12 november 2025",
                ),
                "assigned",
            ),
        ],
    )
    _matter(s, "73", "Revidering av lokal ordningsföreskrift", "KS 2025/233")
    _decided(s, [("Ärendet utgår.", "tabled")])
    s.page()
    idp_decision(s)
    _matter(s, "75", "Meddelanden")
    _decided(s, [("Meddelandena läggs till handlingarna.", "noted")])
    return s


def idp_decision(s: Sheet) -> None:
    """The item on the shared login; also what the extract holds."""
    _matter(s, "74", "Anslutning till gemensam IdP", "KS 2025/118")
    s.head("Ärendebeskrivning")
    s.p(
        "Ärendet återremitterades den 14 maj 2025, § 42, för att belysa elevernas inloggning och "
        "personuppgiftsansvaret. Kommunledningskontoret har kompletterat utredningen. Eleverna "
        "kan logga in med skolans konton. Varje kommun är personuppgiftsansvarig för sina "
        "användare; det regleras i ett avtal.",
        "Barn- och utbildningsnämnden beslutade den 20 augusti 2025, § 88, att ställa sig bakom "
        "en anslutning.",
    )
    s.head("Yrkanden")
    s.p(
        "Mats Uhrström (M), Annika Ståhlbrand (S) och Birgitta Falkmar (V) yrkar bifall till "
        "kommunledningskontorets förslag.",
        "Rune Vikbladh (SD) yrkar avslag.",
    )
    s.head("Propositionsordning")
    s.p(
        "Ordföranden ställer yrkandena mot varandra och finner att kommunstyrelsen beslutar "
        "enligt kommunledningskontorets förslag. Omröstning begärs och ska verkställas.",
        "Följande propositionsordning godkänns: Den som bifaller kommunledningskontorets förslag "
        "röstar ja. Den som vill avslå röstar nej.",
    )
    s.head("Omröstningsresultat")
    yes = ["Annika Ståhlbrand (S)", "Mats Uhrström (M)", "Leila Qadiri (S)", "Birgitta Falkmar (V)"]
    yes += ["Petra Sundholt (M)", "Josefin Ålander (L)"]
    rows = [("Ledamot", "Ja", "Nej", "Avstår"), *((name, "X", "", "") for name in yes)]
    rows += [("Rune Vikbladh (SD)", "", "X", ""), ("Ellen Frostvik (C)", "", "", "X")]
    s.grid([*rows, ("Summa", "6", "1", "1")], (230, 50, 50, 50), rules="all", header=True)
    s.p(
        "Med 6 ja-röster mot 1 nej-röst, och 1 ledamot som avstår, beslutar kommunstyrelsen att "
        "bifalla kommunledningskontorets förslag."
    )
    s.vote(6, 1, 1)
    task = s.action(
        "att uppdra åt kommundirektören att teckna avtal med Region Älvmark senast den "
        "31 december 2025, samt",
        ["Viktor Hedmarker"],
        "2025-12-31",
        "senast den 31 december 2025",
    )
    report = s.action(
        "att digitaliseringschefen ska lämna en uppföljning till kommunstyrelsen i februari 2026.",
        ["Jonas Brännlid"],
        "2026-02-28",
        "i februari 2026",
    )
    _decided(
        s,
        [
            (
                "att ansluta Lindavalla kommun till gemensam IdP från och med den 1 mars 2026,",
                "approved",
            ),
            ("att anvisa 640 000 kronor ur kommunstyrelsens investeringsanslag,", "approved"),
            (task, "assigned"),
            (report, "assigned"),
        ],
    )
    s.head("Reservation")
    s.p("Rune Vikbladh (SD) reserverar sig mot beslutet.")
    s.head("Beslutet skickas till")
    s.p("Region Älvmark, kommundirektören, digitaliseringschefen")


def extract() -> Sheet:
    """One paragraph of the September minutes in a file of its own."""
    s = Sheet(
        "extract",
        Sheetform(
            header=(
                (f"**{ORGANISATION}**", "**PROTOKOLLSUTDRAG**", "{page} ({pages})"),
                (BOARD, "2025-09-10", ""),
            ),
            footer=(("", "", "Utdragsbestyrkande"),),
            rule_under_header=True,
        ),
        organisation=ORGANISATION,
        body=BOARD,
        date="2025-09-10",
    )
    idp_decision(s)
    return s


def february() -> Sheet:
    """A year on, in a word processor's file of another make: what became of the assignments."""
    s = Sheet(
        "minutes",
        Sheetform(face="Times", size=11, header=((ORGANISATION, "Protokoll", "2026-02-11"),)),
        organisation=ORGANISATION,
        body=BOARD,
        date="2026-02-11",
        start="13:15",
        end="14:50",
        place="Sammanträdesrummet Linden",
    )
    for name, party, role in MEMBERS[:6]:
        s.person(name, party, role)
    s.person("Ellen Frostvik", "C", None, "serving_substitute", "Josefin Ålander")
    s.person("Rune Vikbladh", "SD", None, "absent")
    s.person("Jonas Brännlid", None, "digitaliseringschef", "other")
    s.person("Cecilia Norrfjäll", None, "sekreterare", "other")
    s.head("Kommunstyrelsen", 16, 1)
    s.p("**Datum:** 11 februari 2026", "**Tid:** 13:15–14:50")
    s.p("**Plats:** Sammanträdesrummet Linden")
    s.head("Närvarande ledamöter")
    s.bullets([_named(*member) for member in MEMBERS[:6]])
    s.head("Tjänstgörande ersättare")
    s.bullets(["Ellen Frostvik (C) för Josefin Ålander (L)"])
    s.head("Frånvarande")
    s.bullets(["Rune Vikbladh (SD)"])
    s.head("Övriga närvarande")
    s.bullets(["Jonas Brännlid, digitaliseringschef", "Cecilia Norrfjäll, sekreterare"])
    _follow_up(s)
    return s


def _follow_up(s: Sheet) -> None:
    s.head(
        s.item("8", "Uppföljning av gemensam IdP", "KS 2025/118") + "§ 8 Uppföljning av "
        "gemensam IdP",
        13,
        1,
    )
    s.p("Dnr KS 2025/118")
    s.p(
        "Jonas Brännlid redovisar läget. Avtalet med Region Älvmark undertecknades den "
        "18 december 2025. All personal loggar in med den nya lösningen; skolan går över under "
        "påsklovet. Kostnaden ser ut att bli 590 000 kronor i stället för 640 000 kronor.",
        "**Beslut**",
    )
    s.p(
        s.decision(
            "Kommunstyrelsen tackar för informationen och lägger uppföljningen till handlingarna.",
            "noted",
        )
    )
    s.head(
        s.item("9", "Ny e-tjänst för bygglov", "KS 2026/14") + "§ 9 Ny e-tjänst för bygglov", 13, 1
    )
    s.p("Dnr KS 2026/14")
    s.p(
        "Bygg- och miljönämnden föreslår att en e-tjänst för bygglov tas i bruk före sommaren.",
        "**Beslut**",
        "Kommunstyrelsen beslutar att",
    )
    task = s.action(
        "ge bygg- och miljönämnden i uppdrag att införa e-tjänsten senast den 1 juni 2026.",
        ["bygg- och miljönämnden"],
        "2026-06-01",
        "senast den 1 juni 2026",
    )
    s.numbered(
        [
            s.decision("anvisa 120 000 kronor för inköp av e-tjänst,", "approved"),
            s.decision(task, "assigned"),
        ]
    )
    s.p("Nästa sammanträde hålls den 11 mars 2026 kl. 13:15 i Linden.")
    s.upcoming("2026-03-11", "den 11 mars 2026", "meeting")


def building_committee() -> Sheet:
    """Older minutes that only exist as a scan."""
    s = Sheet(
        "minutes",
        Sheetform(
            face="Times",
            size=11,
            header=(
                ("LINDAVALLA KOMMUN", "PROTOKOLL", "Sida {page}"),
                ("Bygg- och miljönämnden", "2023-11-21", ""),
            ),
            rule_under_header=True,
        ),
        organisation=ORGANISATION,
        body="Bygg- och miljönämnden",
        date="2023-11-21",
        start="09:00",
        end="11:30",
        place="Kommunhuset, sal B",
    )
    people = [("Göran Tallmark", "C", "ordförande"), ("Ulla Brismar", "S", None)]
    people += [("Sven-Erik Hultberg", "M", None), ("Maj Linnerud", "L", None)]
    for person in people:
        s.person(*person)
    s.person("Fredrik Åsbrunn", None, "stadsarkitekt", "other")
    s.person("Karin Dalhamn", None, "sekreterare", "other")
    s.grid(
        [
            ("Plats och tid", "Kommunhuset, sal B, kl 09.00-11.30"),
            ("Beslutande", "\n".join(_named(*person) for person in people)),
            ("Övriga deltagande", "Fredrik Åsbrunn, stadsarkitekt\nKarin Dalhamn, sekreterare"),
            ("Utses att justera", "Ulla Brismar"),
            ("Paragrafer", "§§ 88-90"),
        ],
        (120, 340),
    )
    _building_items(s)
    return s


def _building_items(s: Sheet) -> None:
    for number, title, case, story, text, outcome in [
        (
            "88",
            "Bygglov för fritidshus på Stenudden 1:14",
            "BMN 2023/311",
            "Sökanden vill uppföra ett fritidshus om 84 kvadratmeter. Platsen ligger utanför "
            "detaljplan. Grannarna har hörts och har inget att erinra.",
            "Bygg- och miljönämnden beviljar bygglov med stöd av 9 kap. 31 § plan- och bygglagen.",
            "approved",
        ),
        (
            "89",
            "Strandskyddsdispens för brygga vid Norrviken",
            "BMN 2023/287",
            "Bryggan skulle hindra allmänhetens väg längs stranden. Länsstyrelsen beslutade 2019 "
            "att avslå en liknande ansökan.",
            "Bygg- och miljönämnden avslår ansökan om strandskyddsdispens.",
            "rejected",
        ),
    ]:
        s.head(s.item(number, title, case) + f"§ {number}   Dnr {case}", 12, before=14)
        s.head(title, 12, 1)
        s.p(story)
        s.head("Beslut")
        s.p(s.decision(text, outcome))
    s.head(
        s.item("90", "Tillsyn av enskilda avlopp", "BMN 2023/45") + "§ 90   Dnr BMN 2023/45",
        12,
        before=14,
    )
    s.head("Tillsyn av enskilda avlopp", 12, 1)
    s.p(
        "Av 212 avlopp som besökts under året har 61 brister. Nämnden diskuterar hur takten ska "
        "kunna höjas."
    )
    s.head("Beslut")
    task = s.action(
        "Stadsarkitekten får i uppdrag att lämna en tidsplan för tillsynen senast den "
        "15 januari 2024.",
        ["Fredrik Åsbrunn"],
        "2024-01-15",
        "senast den 15 januari 2024",
    )
    s.p(s.decision(task, "assigned"))
