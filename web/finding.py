"""Asking the index from the address of a page: the same question for pages, feeds and files."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from corpus.labels import OUTCOMES, TYPES
from index.engine import Sort
from index.search import Filters, Hit, SearchResult, search
from web.asking import Day, PageNumber, Text, Values
from web.site import Site

PER_PAGE = 20
FACETS = {
    "body": "Organ",
    "year": "År",
    "outcome": "Utgång",
    "type": "Handling",
    "person": "Person",
    "organisation": "Organisation",
}
"""Parameters of a search that are facets, with their headings."""
_INDEX_NAME = {"body": "body_name"}
SORTS = {"relevance": "Bäst först", "newest": "Nyast först", "oldest": "Äldst först"}


class SearchQuery(msgspec.Struct, frozen=True):
    """The parameters of a search."""

    q: Text = ""
    body: Values = ()
    year: Values = ()
    outcome: Values = ()
    type: Values = ()
    person: Values = ()
    organisation: Values = ()
    first: Day | None = None
    last: Day | None = None
    sort: Sort = Sort.RELEVANCE
    page: PageNumber = 1

    @property
    def asks(self) -> bool:
        """Whether anything at all is asked."""
        return self != SearchQuery(sort=self.sort, page=self.page)

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The parameters that differ from what holds without them."""
        values = {f: getattr(self, f) for f in self.__struct_fields__} | changes
        found: list[tuple[str, str]] = []
        for name, value in values.items():
            if isinstance(value, tuple):
                found += [(name, each) for each in value]
            elif value not in (None, "", 1, Sort.RELEVANCE):
                found.append((name, str(value)))
        return found

    def address(self, **changes: object) -> str:
        """The query string of this search, with other values for some parameters."""
        return urlencode(self.pairs(**changes))

    def without(self, name: str, value: str) -> str:
        """The query string of this search less one value of a parameter."""
        kept = [pair for pair in self.pairs(page=1) if pair != (name, value)]
        return urlencode(kept)


class FacetValue(msgspec.Struct, frozen=True):
    """A value of a facet, as it is shown."""

    value: str
    name: str
    count: int
    chosen: bool


def find(site: Site, query: SearchQuery, limit: int = PER_PAGE) -> SearchResult:
    """The answer to a search. Never raises for any text."""
    filters = Filters(
        body=query.body,
        year=query.year,
        type=query.type,
        outcome=query.outcome,
        person=query.person,
        organisation=query.organisation,
        first=query.first,
        last=query.last,
    )
    return search(site.engine, query.q, filters, limit, query.page, query.sort)


def everything(site: Site, query: SearchQuery, most: int = 5000) -> Iterator[Hit]:
    """All hits of a search, at most some thousands."""
    step, page = 200, 1
    while (page - 1) * step < most:
        result = find(site, msgspec.structs.replace(query, page=page), step)
        yield from result.hits
        if page * step >= result.total:
            return
        page += 1


def facets(query: SearchQuery, result: SearchResult) -> dict[str, list[FacetValue]]:
    """The facets with the values that may be chosen, the chosen ones always among them."""
    return {name: list(_values(name, query, result)) for name in FACETS}


def _values(name: str, query: SearchQuery, result: SearchResult) -> Iterator[FacetValue]:
    chosen: tuple[str, ...] = getattr(query, name)
    counted = dict(result.facets.get(_INDEX_NAME.get(name, name), ()))
    counted |= {value: counted.get(value, 0) for value in chosen}
    pairs = list(counted.items())
    if name == "year":
        pairs.sort(reverse=True)
    names = OUTCOMES | TYPES
    for value, count in pairs:
        yield FacetValue(value, names.get(value, value), count, value in chosen)
