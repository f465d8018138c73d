"""Asking the index from the address of a page: the same question for pages, feeds and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

import msgspec

from corpus.labels import OUTCOMES, TYPES
from index.engine import Sort
from index.search import Filters, Group, GroupBy, Hit, SearchResult, grouped, search
from web.asking import Ask, Day, PageNumber, Text, Values

if TYPE_CHECKING:
    from index.meaning import Meaning

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
GROUPS = {"": "var för sig", "case": "efter ärende", "meeting": "efter möte"}
"""How hits are put together."""
PER_GROUPED_PAGE = 60
"""Hits of a page whose hits are put together, so that most of a case or meeting stand in one."""
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
    group: Literal["", "case", "meeting"] = ""
    page: PageNumber = 1

    @property
    def per_page(self) -> int:
        """Hits on a page of the answer."""
        return PER_GROUPED_PAGE if self.group else PER_PAGE

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """What the hits are narrowed to: the parameters beside the question and the order."""
        return self.pairs(q="", sort=Sort.RELEVANCE, group="", page=1)

    @property
    def asks(self) -> bool:
        """Whether anything at all is asked."""
        return self != SearchQuery(sort=self.sort, group=self.group, page=self.page)

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


def find(ask: Ask, query: SearchQuery) -> SearchResult:
    """The answer to a search, as the user must have it. Never raises for any text."""
    return _found(ask, query, query.per_page, ask.site.meaning)


def by_words(ask: Ask, query: SearchQuery, limit: int) -> SearchResult:
    """The answer without guesses at its meaning, for what is taken away."""
    return _found(ask, query, limit, None)


def _found(ask: Ask, query: SearchQuery, limit: int, meaning: Meaning | None) -> SearchResult:
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
    return search(
        ask.site.engine,
        query.q,
        filters,
        limit,
        query.page,
        query.sort,
        meaning=meaning,
        hide=not ask.sees_personal_data,
    )


def groups(query: SearchQuery, result: SearchResult) -> tuple[Group, ...]:
    """The hits of a page put together as the query says; none when it does not."""
    return grouped(result, GroupBy(query.group)) if query.group else ()


def everything(ask: Ask, query: SearchQuery, most: int = 5000) -> Iterator[Hit]:
    """All hits of a search by words, at most some thousands."""
    step, page = 200, 1
    while (page - 1) * step < most:
        result = by_words(ask, msgspec.structs.replace(query, page=page), step)
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
