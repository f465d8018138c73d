"""The start page and the search page, and what a search can be taken away as."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from starlette.responses import Response

from corpus.cells import as_date
from corpus.export import Column, Listing, Row
from corpus.labels import OUTCOMES, TYPES
from corpus.staff import (
    counts,
    forget_search,
    latest_meetings,
    log,
    save_search,
    saved_searches,
)
from index.search import Hit, Offer
from web.asking import Ask, Text, go, local_path, pages_for
from web.cards import found_case
from web.feeds import FeedEntry, atom
from web.files import download, hiding
from web.finding import (
    FACETS,
    GROUPS,
    SORTS,
    SearchQuery,
    by_words,
    everything,
    facets,
    find,
    groups,
)
from web.looks import page


def start(ask: Ask) -> Response:
    """The start page: the search box, the latest meetings, and what is due."""
    return page(
        ask,
        "start.html",
        meetings=latest_meetings(ask.archive, 8),
        counts=counts(ask.archive),
        saved=saved_searches(ask.archive, ask.who.name),
    )


def results(ask: Ask) -> Response:
    """The answer to a search."""
    query = ask.query(SearchQuery)
    result = find(ask, query)
    plain = query.page == 1 and not query.group and not query.narrowed
    card = found_case(ask, result.hits) if plain else None
    ask.tells_of(hit.unit.document_id for hit in result.hits)
    ask.tells_of(card.document_ids if card else ())
    return page(
        ask,
        "search.html",
        query=query,
        result=result,
        facets=facets(query, result),
        headings=FACETS,
        sorts=SORTS,
        groups=groups(query, result),
        groupings=GROUPS,
        pages=pages_for(result.total, query.per_page),
        saved=saved_searches(ask.archive, ask.who.name),
        spans_of=spans_of,
        card=card,
        offers=_counted(ask, result.offers),
        counts=None if result.total else counts(ask.archive),
    )


def _counted(ask: Ask, offers: tuple[Offer, ...]) -> list[Offer]:
    """Other questions, with as many hits as their pages tell."""
    totals = ((each, find(ask, SearchQuery(q=each.query)).total) for each in offers)
    return [msgspec.structs.replace(each, hits=total) for each, total in totals]


def spans_of(hit: Hit) -> str:
    """The places of a hit's marked words, for the address of the page that shows them."""
    spans = [span for passage in hit.passages for span in passage.spans]
    return ",".join(f"{start}-{end}" for start, end in spans[:100])


# ------------------------------------------------------------------------------ files, feed

_HIT_COLUMNS = (
    Column("number", "Punkt", lambda h: h.unit.number),
    Column("title", "Rubrik", lambda h: h.unit.title),
    Column("case_number", "Diarienummer", lambda h: h.unit.case_number),
    Column("body", "Organ", lambda h: h.unit.meeting_body),
    Column("date", "Möte", lambda h: h.unit.date),
    Column("outcome", "Utgång", lambda h: h.unit.outcomes, OUTCOMES),
    Column("decisions", "Beslut", lambda h: " ".join(f.fact.text for f in h.decisions)),
    Column("organisation", "Organisation", lambda h: h.unit.organisation),
    Column("type", "Handling", lambda h: h.unit.document_type, TYPES),
    Column("page", "Sida", lambda h: h.unit.page),
    Column("id", "Id", lambda h: h.unit.id),
)


def address_of(hit: Hit) -> str:
    """The path of the page that shows a hit."""
    unit = hit.unit
    if unit.id.startswith("p-"):
        return f"/punkt/{unit.id}"
    return f"/handling/{unit.document_id}/sida/{unit.page}"


def as_file(ask: Ask) -> Response:
    """All hits of a search as CSV or XLSX."""
    hide = hiding(ask)
    rows = tuple(
        Row(
            tuple(hide(hit.unit, column.value(hit)) for column in _HIT_COLUMNS),
            ask.root + address_of(hit),
        )
        for hit in everything(ask, ask.query(SearchQuery))
    )
    listing = Listing("Träffar", _HIT_COLUMNS, rows)
    return download(listing, ask.request.path_params["format"], "traffar")


def feed(ask: Ask) -> Response:
    """A search as an Atom feed, the newest meetings first."""
    query = msgspec.structs.replace(ask.query(SearchQuery), sort="newest", page=1)
    hits = by_words(ask, query, 50).hits
    ask.tells_of(hit.unit.document_id for hit in hits)
    title = f"Rådslag: {query.q}" if query.q else "Rådslag"
    address = f"{ask.root}/sok?{query.address()}"
    return atom(ask, title, address, _entries(ask, hits))


def _entries(ask: Ask, hits: tuple[Hit, ...]) -> Iterator[FeedEntry]:
    for hit in hits:
        unit = hit.unit
        day = as_date(unit.date)
        said = [f"{OUTCOMES[f.fact.outcome or 'other']}: {f.fact.text}" for f in hit.decisions]
        said += [passage.text for passage in hit.passages[:1]] if not said else []
        where = ", ".join(filter(None, (unit.meeting_body, unit.organisation, unit.date)))
        yield FeedEntry(
            id=f"urn:radslag:{unit.id}",
            title=unit.title,
            address=ask.root + address_of(hit),
            updated=f"{day or '1970-01-01'}T00:00:00Z",
            summary="\n".join([where, *said]),
        )


# ------------------------------------------------------------------------------ saved searches


class _Saving(msgspec.Struct):
    name: Text
    query: Text = ""


class _Forgetting(msgspec.Struct):
    id: int
    back: Text = "/"


def save(ask: Ask) -> Response:
    """Save a search under a name."""
    wanted = ask.posted(_Saving)
    save_search(ask.archive, ask.who.name, wanted.name, wanted.query)
    log(ask.archive, ask.who.name, "save_search", wanted.name)
    return go(local_path(f"/sok?{wanted.query}"))


def forget(ask: Ask) -> Response:
    """Remove a saved search."""
    wanted = ask.posted(_Forgetting)
    forget_search(ask.archive, ask.who.name, wanted.id)
    return go(local_path(wanted.back))
