"""Sample documents of an invented network of officials: notes, and a deck of slides.

Two of its meetings follow up each other's promises, among them on the shared login (IdP).
"""

from __future__ import annotations

from tests.generate.paper import SLIDE, Sheetform
from tests.generate.sheet import Sheet

BODY = "Digitaliseringsnätverket"
ORGANISATION = "Region Älvmark"

PEOPLE = [
    ("Sigrid Månsby", "Region Älvmark", "samordnare digitalisering"),
    ("Jonas Brännlid", "Lindavalla kommun", "digitaliseringschef"),
    ("Tove Arvinge", "Hultåsa kommun", "IT-strateg"),
    ("Peder Klockhoff", "Kommunalförbundet Tallåsbygden", "e-samordnare"),
    ("Yasmin Toreld", "Region Älvmark", "informationssäkerhet"),
    ("Bo Lindeblad", "Hultåsa kommun", None),
]


def _people(s: Sheet, absent: str) -> None:
    s.p("Deltagare:", before=8)
    rows = []
    for name, where, role in PEOPLE:
        if name == absent:
            s.person(name, where, role, "absent")
            continue
        s.person(name, where, role)
        rows.append(", ".join(part for part in (name, where, role) if part))
    s.bullets(rows)
    name, where, role = next(p for p in PEOPLE if p[0] == absent)
    s.p("Ej närvarande:", before=8)
    s.bullets([", ".join(part for part in (name, where, role) if part)])


def first() -> Sheet:
    """Typed notes of the third meeting: the agenda as bullets, then prose with promises."""
    s = Sheet(
        "notes",
        organisation=ORGANISATION,
        body=BODY,
        date="2025-02-06",
        place="Regionhuset Älvmark. Lokal: Forsen",
    )
    s.p(
        "Digitaliseringsnätverkets tredje möte 6 februari 2025",
        "",
        "Regionhuset Älvmark. Lokal: Forsen.",
        "",
        "Minnesanteckningar från dagen.",
    )
    _people(s, "Bo Lindeblad")
    s.p("Sigrid hälsade välkommen och gick igenom agendan;", before=8)
    titles = [
        ("Uppdrag och arbetssätt i nätverket", None),
        ("Gemensam IdP i länet", "Jonas Brännlid"),
        ("Informationssäkerhet, läget i kommunerna", "Yasmin"),
        ("Kommande möten", None),
    ]
    keys = [s.item(None, title, responsible=who) for title, who in titles]
    s.bullets(
        [
            key + title + (f". {who}." if who else "")
            for key, (title, who) in zip(keys, titles, strict=True)
        ],
        "o",
    )
    s.label = titles[0][0]
    s.p("o Uppdrag och arbetssätt i nätverket", before=12)
    s.p(
        "Sigrid berättade hur nätverket startade 2021 och vad som står i handlingsplanen. Flera "
        "tyckte att anteckningarna kommer för sent. "
        + s.action(
            "Sigrid lovade skicka ut dagens anteckningar inom en vecka.",
            ["Sigrid Månsby"],
            "2025-02-13",
            "inom en vecka",
        )
        + " Den gamla samarbetsytan används tills vidare."
    )
    _idp_notes(s)
    s.label = titles[2][0]
    s.p("o Informationssäkerhet, läget i kommunerna", before=12)
    s.p(
        "Yasmin visade resultatet av höstens enkät. Sju av nio kommuner har klassat sina "
        "viktigaste system. De två som återstår räknar med att bli klara under året. "
        "Yasmin har redan delat mallarna på samarbetsytan. "
        + s.action(
            "Tove tar fram ett exempel på handlingsplan till den 20 mars.",
            ["Tove Arvinge"],
            "2025-03-20",
            "till den 20 mars",
        )
    )
    s.label = titles[3][0]
    s.p("o Kommande möten", before=12)
    s.p(
        "Möten bokades upp för våren. "
        + s.decision("Följande datum bokades som heldagar i regionhuset", "approved")
        + ";"
    )
    s.bullets(["10 april", "22 maj"], "-")
    s.upcoming("2025-04-10", "10 april", "meeting")
    s.upcoming("2025-05-22", "22 maj", "meeting")
    s.p(
        "Vid anteckningarna",
        "",
        "Sigrid Månsby",
        "Samordnare digitalisering",
        "Region Älvmark",
        "Telefon 010-555 01 23",
        "sigrid.mansby@alvmark.example",
        before=4,
    )
    return s


def _idp_notes(s: Sheet) -> None:
    s.label = "Gemensam IdP i länet"
    s.p("o Gemensam IdP i länet. Jonas Brännlid.", before=12)
    s.p(
        "Jonas beskrev förstudien om en gemensam IdP. I dag har länets nio kommuner tillsammans "
        "mer än fyrtio inloggningar. En gemensam lösning bedöms kosta tre miljoner kronor att "
        "bygga. Frågan är vem som ska äga den, tyckte Peder. Gruppen var enig om att regionen är "
        "rätt ägare men att kommunerna måste ha inflytande.",
        s.action(
            "Peder frågar de andra kommunalförbunden hur de har löst ägarfrågan.",
            ["Peder Klockhoff"],
        )
        + " "
        + s.action(
            "Jonas och Tove räknar på driftskostnaden före nästa möte.",
            ["Jonas Brännlid", "Tove Arvinge"],
            "2025-04-10",
            "före nästa möte",
        ),
    )


_SLIDES = [
    ("1", "I", "Föregående anteckningar", "Sigrid", "09:30"),
    ("2", "D", "Gemensam IdP i länet", "Jonas Brännlid", "09:45"),
    ("3", "A", "Workshop: klassning av information", "Yasmin Toreld", "10:45"),
    ("4", "I", "Öppna data, läget", "Peder", "13:00"),
    ("5", "D", "Övrigt", "Alla", "13:40"),
]
_TYPES = {"I": "information", "D": "discussion", "A": "work"}


def slides() -> Sheet:
    """The deck of the fourth meeting: typed points with a responsible person and a time."""
    s = Sheet(
        "slides",
        Sheetform(size=16, page_size=SLIDE, footer=(("", "", "{page}"),)),
        body=BODY,
        date="2025-04-10",
        start="09:30",
        end="14:00",
    )
    s.head("Digitaliseringsnätverket", 30, 1, before=80)
    s.p("Nätverksmöte 10 april 2025", size=20)
    s.page()
    _agenda_slide(s)
    s.page()
    s.label = "1"
    s.head("Föregående anteckningar", 26, 1)
    s.bullets(
        [
            "Tove har lagt ut exemplet på handlingsplan",
            s.action(
                "Enkäten om öppna data är ute, svara senast 30 april",
                [],
                "2025-04-30",
                "senast 30 april",
            ),
        ]
    )
    s.page()
    s.label = "2"
    s.head("Gemensam IdP i länet", 26, 1)
    s.bullets(
        [
            "Tre förslag till ägare",
            "Driftskostnad 310 000 kr per kommun och år",
            "Vad säger er kommunstyrelse?",
        ]
    )
    s.page()
    s.head("Gemensam IdP – vägen framåt", 26, 1)
    join = s.action(
        "Beslut om att kommuner som vill vara med i pilotgruppen anmäler sig innan 9 maj",
        ["kommuner som vill vara med i pilotgruppen"],
        "2025-05-09",
        "innan 9 maj",
    )
    s.bullets(
        [
            s.decision("Beslut om att förorda regionen som ägare av IdP", "approved"),
            s.decision(join, "assigned"),
        ]
    )
    _last_slides(s)
    return s


def _agenda_slide(s: Sheet) -> None:
    s.head("Agenda", 26, 1)
    rows = [("Punkt", "Typ", "Beskrivning", "Ansvarig", "Ca tid")]
    for number, kind, title, who, time in _SLIDES:
        key = s.item(number, title, None, _TYPES[kind], who, time)
        rows.append((key + number, kind, title, who, time.replace(":", ".")))
        if number == "3":
            rows.append(("", "", "LUNCH", "", "12.00"))
    rows.append(("", "", "AVSLUT", "", "14.00"))
    s.grid(rows, (50, 40, 300, 130, 70), rules="rows", header=True, size=13)
    s.p("Punktens typ: [I] information, [D] diskussion, [A] arbete.", size=11)


def _last_slides(s: Sheet) -> None:
    s.page()
    s.label = "3"
    s.head("Workshop: klassning av information", 26, 1)
    s.numbered(["Välj ett system", "Klassa tillsammans", "Jämför med grannen"])
    s.page()
    s.label = "4"
    s.head("Öppna data, läget", 26, 1)
    s.bullets(
        [
            "Fyra kommuner publicerar badplatser",
            "Länets dag för öppna data: 16 september i Lindavalla",
        ]
    )
    s.upcoming("2025-09-16", "16 september", "Länets dag för öppna data")
    s.page()
    s.label = "5"
    s.head("Övrigt", 26, 1)
    s.bullets(
        [s.decision("Beslut om att lyfta resursfrågan till länets kommundirektörer?", "open")]
    )


def second() -> Sheet:
    """Notes of the fifth meeting as a word processor's file: earlier promises are followed up."""
    s = Sheet(
        "notes",
        Sheetform(size=11),
        organisation=ORGANISATION,
        body=BODY,
        date="2025-05-22",
        start="09:00",
        end="12:00",
        place="Regionhuset, lokal Forsen",
    )
    s.head("Minnesanteckningar Digitaliseringsnätverket 2025-05-22", 16, 1)
    s.p("Plats: Regionhuset, lokal Forsen", "Tid: 09.00–12.00")
    _people(s, "Peder Klockhoff")
    s.head(s.item(None, "Föregående anteckningar") + "Föregående anteckningar", 12)
    s.p(
        "Anteckningarna från 10 april gicks igenom. Jonas och Tove har räknat på driftskostnaden, "
        "den blev 310 000 kr per kommun och år. Peders fråga till de andra kommunalförbunden är "
        "inte besvarad ännu. "
        + s.action("Peder återkommer i frågan i juni.", ["Peder Klockhoff"], "2025-06-30", "i juni")
    )
    s.head(s.item(None, "Gemensam IdP i länet") + "Gemensam IdP i länet", 12)
    s.p(
        "Lindavalla har återremitterat ärendet, de vill veta hur eleverna ska logga in. Hultåsa "
        "beslutade den 5 maj att ansluta sig."
    )
    s.bullets(
        [
            s.action(
                "Jonas kontaktar barn- och utbildningsförvaltningen om elevernas konton",
                ["Jonas Brännlid"],
            ),
            s.action(
                "Yasmin skriver ett utkast till avtal om personuppgifter, klart v. 25",
                ["Yasmin Toreld"],
                "2025-06-22",
                "v. 25",
            ),
            s.action("Kravlistan skickas till regionens upphandlare"),
        ]
    )
    s.head(s.item(None, "Öppna data") + "Öppna data", 12)
    s.p(
        "Dagen för öppna data blir i Lindavalla. "
        + s.action(
            "Bo bokar lokal och fika senast 13/6.", ["Bo Lindeblad"], "2025-06-13", "senast 13/6"
        )
    )
    s.head(s.item(None, "Nästa möte") + "Nästa möte", 12)
    s.p("Torsdag 18/9 kl 09.00, digitalt.")
    s.upcoming("2025-09-18", "Torsdag 18/9 kl 09.00", "meeting")
    s.p("Vid pennan", "Tove Arvinge", before=6)
    return s
