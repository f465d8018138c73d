"""The parts of an item in formal minutes, from background to whom the decision is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.generate.desk import Desk
from tests.generate.record import Matter, Person, Vote
from tests.generate.wording import day_words, decided, resolution, upper


def _background(desk: Desk, matter: Matter) -> None:
    if not matter.background:
        return
    desk.section(
        "Ärendebeskrivning", "Sammanfattning", "Bakgrund", "Sammanfattning av ärendet", "Ärendet"
    )
    desk.sheet.p(" ".join(matter.background))
    if desk.chance.random() < 0.2:
        desk.sheet.p("Följande alternativ har prövats:")
        desk.sheet.numbered(["Nuvarande ordning behålls", "Ansvaret flyttas", "Arbetet upphandlas"])


def _preparation(desk: Desk, matter: Matter) -> None:
    if not matter.proposal or not matter.has_case:
        return
    chance, s = desk.chance, desk.sheet
    old = day_words(chance, desk.meeting.day - timedelta(days=chance.randint(10, 60)), "words")
    desk.section("Beredning")
    s.p(f"Arbetsutskottet behandlade ärendet den {old}, § {chance.randint(2, 90)}.")
    if desk.template.earlier or chance.random() < 0.3:
        thing = matter.resolutions[0].thing or "förslaget"
        s.p(
            f"**{chance.choice(['Arbetsutskottets förslag till beslut', 'Förslag till beslut'])}**",
            f"{upper(thing)} godkänns.",
        )


def _proposal(desk: Desk, matter: Matter) -> None:
    if matter.proposal and desk.chance.random() < 0.6:
        desk.section("Förslag till beslut", "Förvaltningens förslag")
        desk.sheet.p(matter.proposal)


def _documents(desk: Desk, matter: Matter) -> None:
    if matter.has_case and desk.chance.random() < 0.6:
        desk.section("Beslutsunderlag", "Handlingar i ärendet")
        desk.sheet.bullets(
            [f"§ {desk.chance.randint(3, 90)} AU {matter.title}", "Tjänsteskrivelse"]
        )


def _motions(desk: Desk, matter: Matter) -> None:
    if not matter.movers:
        return
    first, second = matter.movers
    s = desk.sheet
    desk.section("Yrkanden", "Yrkande", "Förslag till beslut på sammanträdet")
    s.p(
        f"{desk.member(first)} yrkar bifall till liggande förslag.",
        f"{desk.member(second)} yrkar avslag.",
    )
    desk.section("Propositionsordning", "Beslutsgång", "Proposition")
    body = desk.meeting.body[0].lower() + desk.meeting.body[1:]
    found = first
    if matter.vote and desk.chance.random() < 0.4:
        found = second
    s.p(
        f"Ordföranden ställer förslagen mot varandra och finner att {body} beslutar att bifalla "
        f"{desk.possessive(found)} förslag." + (" Omröstning begärs." if matter.vote else "")
    )
    if matter.vote:
        if desk.chance.random() < 0.15:
            _procedural_vote(desk, matter.vote)
        _vote(desk, matter, overturned=found is second)


def _procedural_vote(desk: Desk, vote: Vote) -> None:
    """A vote on whether to decide today at all, before the real one."""
    yes, no = len(vote.yes) + len(vote.abstain), len(vote.no)
    desk.section("Omröstning om återremiss")
    desk.sheet.p(
        "Ja-röst för att ärendet avgörs i dag. Nej-röst för återremiss.",
        f"Med {yes} ja-röster mot {no} nej-röster ska ärendet avgöras i dag.",
    )
    desk.sheet.vote(yes, no)


def _counted(desk: Desk, counts: tuple[int, int, int], winner: Person) -> str:
    """The outcome of a vote in words."""
    yes, no, abstain = counts
    lost = f" och {abstain} som avstår" if abstain else ""
    bare = f", {abstain} avstår" if abstain else ""
    options = (
        f"Omröstningen utfaller med {yes} ja-röster mot {no} nej-röster{lost}.",
        f"Med {yes} ja-röster och {no} nej-röster{lost} bifalls {desk.possessive(winner)} förslag.",
        f"Resultat: {yes} Ja, {no} Nej{bare}.",
        f"{yes} ledamöter röstar ja och {no} röstar nej{bare}.",
    )
    return desk.chance.choice(options)


def _vote(desk: Desk, matter: Matter, overturned: bool) -> None:
    """A counted vote; where it overturns the chair's finding the winners vote no."""
    vote = matter.vote
    assert vote is not None
    s, chance = desk.sheet, desk.chance
    yes, no = (vote.no, vote.yes) if overturned else (vote.yes, vote.no)
    desk.section("Omröstning", "Votering", "Omröstningsresultat")
    sides = matter.movers[::-1] if overturned else matter.movers
    yes_for, no_for = (f"{desk.possessive(side)} förslag" for side in sides)
    s.p(f"Ja-röst för {yes_for}. Nej-röst för {no_for}.")
    abstain = len(vote.abstain)
    s.p(_counted(desk, (len(yes), len(no), abstain), matter.movers[0]))
    if chance.random() < 0.5:
        rows = [("Ledamot", "Ja", "Nej", "Avstår")]
        rows += [(desk.member(p), "X", "", "") for p in yes]
        rows += [(desk.member(p), "", "X", "") for p in no]
        rows += [(desk.member(p), "", "", "X") for p in vote.abstain]
        s.grid(rows, (230, 50, 50, 50), rules="all", header=True)
    else:
        s.p(
            f"Ja röstar: {', '.join(desk.member(p) for p in yes)}.",
            f"Nej röstar: {', '.join(desk.member(p) for p in no)}.",
        )
    s.vote(len(yes), len(no), abstain)


def _decision(desk: Desk, matter: Matter) -> None:
    if not matter.resolutions:
        return
    s, chance, m = desk.sheet, desk.chance, desk.meeting
    if desk.template.page_per_item and chance.random() < 0.12:
        s.page()
        s.p(f"§ {s.label} forts.")
    desk.section(*(head.format(body=m.body) for head in desk.template.decision_heads))
    first = matter.resolutions[0]
    if first.outcome == "proposed" and desk.look.style == "passive":
        adopted = replace(first, outcome="approved")
        s.p(
            chance.choice(["Förslag till beslut i {c}", "{B}s förslag till {c}"]).format(
                c=m.council, B=m.body
            )
        )
        s.p(s.decision(resolution(chance, adopted, "passive", m) + ".", "proposed"))
        return
    if desk.look.style == "att":
        _att_clauses(desk, matter)
        return
    several = len(matter.resolutions) > 1 and chance.random() < 0.5
    for n, found in enumerate(matter.resolutions, 1):
        sign = f"{n}. " if several else ""
        s.p(sign + decided(chance, s, found, desk.look.style, m))


def _att_clauses(desk: Desk, matter: Matter) -> None:
    s, chance, m = desk.sheet, desk.chance, desk.meeting
    body = upper(m.body)
    if len(matter.resolutions) == 1:
        found = matter.resolutions[0]
        s.p(decided(chance, s, found, "att", m, start=f"{body} beslutar att "))
        return
    listed = chance.choice(["att", "bare", "dash", "number"])
    s.p(f"{body} beslutar" + (" att" if listed == "bare" else ""))
    last = len(matter.resolutions) - 1
    for n, found in enumerate(matter.resolutions):
        end = "." if n == last else chance.choice([",", ", samt", " samt", ", och"])
        text = decided(chance, s, found, "att", m, end, "" if listed == "bare" else "att ")
        sign = {"dash": "- ", "number": f"{n + 1}. "}.get(listed, "")
        s.p(sign + text, indent=14)


def _reservation(desk: Desk, matter: Matter) -> None:
    if matter.reservation:
        desk.section("Reservation", "Reservationer")
        desk.sheet.p(f"{desk.member(matter.reservation[0])} reserverar sig mot beslutet.")
    if matter.has_case and desk.chance.random() < 0.1:
        who = desk.member(matter.reservation[0] if matter.reservation else desk.meeting.chair)
        kind = desk.chance.choice(["Särskilt yttrande", "Protokollsanteckning", "Jäv"])
        desk.section(kind)
        told = {"Jäv": f"{who} anmäler jäv och deltar inte i handläggningen av ärendet."}
        desk.sheet.p(told.get(kind, f"{who} lämnar en anteckning som biläggs protokollet."))


def _sent(desk: Desk, matter: Matter) -> None:
    if matter.has_case and desk.chance.random() < 0.6:
        desk.section("Expedieras till", "Beslutet skickas till", "Sändlista")
        desk.sheet.p("Förvaltningen, akten")


def _earlier(desk: Desk, matter: Matter) -> None:
    """Earlier handling by another body, with its own proposal and decision."""
    if not (desk.template.earlier and matter.has_case) or desk.chance.random() < 0.4:
        return
    chance, s, m = desk.chance, desk.sheet, desk.meeting
    old = day_words(chance, m.day - timedelta(days=chance.randint(20, 70)), desk.template.date_form)
    thing = matter.resolutions[0].thing or "förslaget"
    s.p(
        f"Stadsstyrelsen {old}, {chance.randint(3, 200)} §",
        "**Stadsdirektörens förslag:**",
        f"{upper(thing)} godkänns.",
        "**Stadsstyrelsens beslut:**",
        "Enligt förslag.",
        "______",
        f"{m.body} {day_words(chance, m.day, desk.template.date_form)}, {desk.sheet.label} §",
    )


PARTS: dict[str, Callable[[Desk, Matter], None]] = {
    "earlier": _earlier,
    "background": _background,
    "preparation": _preparation,
    "proposal": _proposal,
    "documents": _documents,
    "motions": _motions,
    "decision": _decision,
    "reservation": _reservation,
    "sent": _sent,
}
LATE = (
    "earlier",
    "background",
    "preparation",
    "proposal",
    "motions",
    "decision",
    "reservation",
    "documents",
    "sent",
)
EARLY = ("decision", "reservation", "background", "documents", "proposal", "motions", "sent")
