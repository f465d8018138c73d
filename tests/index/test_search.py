"""Questions as people ask them, over a few points, with every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import DocumentType
from index.engine import SearchEngine, Sort
from index.search import Filters, GroupBy, Hit, SearchResult, grouped, search, similar
from index.units import Unit, UnitKind

MakePoint = Callable[..., Unit]


@pytest.fixture
def filled(engine: SearchEngine, point: MakePoint) -> SearchEngine:
    engine.update(
        [
            point("info", "Regional IdP", "Projektledaren informerar om regional IdP i länet.",
                  number="7", case="KS 2024/12", date="2024-02-01", document="d-1",
                  decision="Informationen noteras.", outcome="noted"),
            point("beslut", "Anslutning till tjänst", "Frågan om inloggning har utretts. Den kan"
                  " lösas med en identitetsleverantör (IdP) som länet delar.",
                  number="114", case="KS 2024/12", date="2024-06-05", document="d-2",
                  decision="Kommunen ansluts till regional IdP."),
            point("skola", "Ny skola i Tallvik", "Förslaget har brister.", number="31",
                  case="BUN 2023/0123", date="2023-10-10", document="d-3",
                  organ="Barn- och utbildningsnämnden", outcome="referred_back",
                  decision="Ärendet återremitteras till förvaltningen."),
            point("löfte", "Nätverket", "Samtal om vägar.", date="2024-06-20", document="d-4",
                  organ="Digitaliseringsrådet", type_=DocumentType.NOTES,
                  action="Thore lovade ringa leverantören.", owner=("Thore Lindqvist",)),
            point("karta", "Förmågekartläggning", "Förmågorna hos kommunerna kartläggs.",
                  number="12", date="2022-01-01", document="d-5"),
            point("park", "Parkering vid Bolhaga", "Bolhagaparken får fler platser.",
                  number="13", date="2021-01-01", document="d-6", outcome="rejected",
                  decision="Ansökan avslås.", persons=("Vega Carlsson",)),
            point("bilaga", "Bilaga 1.pdf", "Trafikmätning på Storgatan.", kind=UnitKind.DOCUMENT,
                  document="d-7", date="2020-01-01"),
        ]
    )  # fmt: skip
    return engine


def found(engine: SearchEngine, text: str, **narrowed: tuple[str, ...]) -> list[str]:
    return [hit.unit.id for hit in search(engine, text, Filters(**narrowed)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("beslut IdP", "beslut"),
        ("IdP beslut", "beslut"),
        ("identitetsleverantören", "beslut"),
        ("förmåga kartläggning", "karta"),
        ("förmågekartläggningar", "karta"),
        ("bolhagga parkering", "park"),
        ("bolhaga", "park"),
        ("parkeringsplatser bolhaga", "park"),
        ("vad lovade Tore i juni", "löfte"),
        ("ansvarig:Lindkvist", "löfte"),
        ("leverantor", "löfte"),
        ("KS 2024/12", "beslut"),
        ("ks2024/0012", "beslut"),
        ("bun 2023:123", "skola"),
        ("§ 114", "beslut"),
        ("114 §", "beslut"),
        ('"regional idp"', "info"),
        ("återremiss skola 2023..2025", "skola"),
        ("återremitterade skolor", "skola"),
        ("beslut:återremiss", "skola"),
        ("beslut:avslag", "park"),
        ("organ:bun", "skola"),
        ("typ:anteckningar", "löfte"),
        ("person:karlsson", "park"),
        ("Karlsson", "park"),
        ("dnr:2023/123", "skola"),
        ("trafikmätningar", "bilaga"),
        ("bolh*", "park"),
        ("~storgatann", "bilaga"),
        ("idp INTE informerar", "beslut"),
        ("skola ELLER parkering tallvik", "skola"),
        ("juni 2024 idp", "beslut"),
        ("punkt:12", "karta"),
    ],
)
def test_the_right_point_is_first(filled: SearchEngine, text: str, first: str) -> None:
    assert found(filled, text)[:1] == [first]


def test_a_point_that_informs_stands_below_the_decision(filled: SearchEngine) -> None:
    assert found(filled, "beslut IdP") == ["beslut", "info"]
    assert found(filled, "IdP") == ["info", "beslut"]


def test_what_raises_hides_nothing(filled: SearchEngine) -> None:
    assert set(found(filled, "vem ansvarar för IdP 2019")) == {"info", "beslut"}


def test_ranges_and_fields_narrow(filled: SearchEngine) -> None:
    assert found(filled, "idp 2022..2023") == []
    assert found(filled, "år:2024 idp datum:..2024-03-01") == ["info"]
    assert set(found(filled, "år:2024")) == {"info", "beslut", "löfte"}


def test_filters_narrow_and_facets_tell_what_else_there_is(filled: SearchEngine) -> None:
    result = search(filled, "idp", Filters(outcome=("noted",)))
    assert [hit.unit.id for hit in result.hits] == ["info"]
    assert dict(result.facets["outcome"]) == {"noted": 1, "approved": 1}
    assert dict(result.facets["year"]) == {"2024": 1}
    dated = search(filled, "", Filters(first="2023-01-01", last="2023-12-31"))
    assert [hit.unit.id for hit in dated.hits] == ["skola"]


def test_no_words_show_everything_in_the_order_asked_for(filled: SearchEngine) -> None:
    result = search(filled, "", sort=Sort.NEWEST, limit=3)
    assert result.total == 7
    assert [hit.unit.id for hit in result.hits] == ["löfte", "beslut", "info"]
    second = search(filled, "", sort=Sort.NEWEST, limit=3, page=2)
    assert [hit.unit.id for hit in second.hits] == ["skola", "karta", "park"]


def marked(hit: Hit) -> set[str]:
    body = {p.text[a:b] for p in hit.passages for a, b in p.marks}
    return body | {hit.unit.title[a:b] for a, b in hit.title_marks}


def only(result: SearchResult, id_: str) -> Hit:
    return next(hit for hit in result.hits if hit.unit.id == id_)


@pytest.mark.parametrize(
    ("text", "id_", "words"),
    [
        ("förmåga", "karta", {"Förmåge", "Förmågorna"}),
        ("park", "park", {"parken"}),
        ("§ 114", "beslut", set()),
        ("inloggningar", "beslut", {"inloggning"}),
        ('"regional idp"', "info", {"Regional", "IdP", "regional"}),
        ("Karlsson", "park", set()),
    ],
)
def test_marks_are_on_the_words_that_were_found(
    filled: SearchEngine, text: str, id_: str, words: set[str]
) -> None:
    assert marked(only(search(filled, text), id_)) == words


def test_a_hit_shows_what_was_decided_and_promised(filled: SearchEngine) -> None:
    hit = search(filled, "beslut IdP").hits[0]
    ((decision,), (start, end)) = hit.decisions, hit.decisions[0].marks[0]
    assert decision.fact.text[start:end] == "IdP"
    promise = search(filled, "vad lovade Tore").hits[0].actions[0].fact
    assert promise.owner == ("Thore Lindqvist",)


def test_what_was_replaced_is_told_and_suggested(filled: SearchEngine) -> None:
    result = search(filled, "bolhagga parkering")
    assert result.suggestion == "bolhaga parkering"
    assert any("bolhagga" in remark for remark in result.remarks)
    assert search(filled, "parkering").suggestion is None


def test_most_of_the_words_are_better_than_nothing(filled: SearchEngine) -> None:
    result = search(filled, "trafikmätning storgatan vattentorn")
    assert [hit.unit.id for hit in result.hits] == ["bilaga"]
    assert any("flesta" in remark for remark in result.remarks)


def test_points_with_most_of_the_words_keep_to_the_days_asked_for(filled: SearchEngine) -> None:
    text = "regional IdP länet rymdstation"
    assert {hit.unit.id for hit in search(filled, text).hits} == {"info", "beslut"}
    result = search(filled, text, Filters(first="2024-05-01"))
    assert [hit.unit.id for hit in result.hits] == ["beslut"]


def test_an_empty_answer_offers_what_would_give_hits(filled: SearchEngine) -> None:
    result = search(filled, "idp", Filters(year=("1999",)))
    assert result.total == 0
    assert [(offer.query, offer.hits) for offer in result.offers] == [("idp", 2)]


def test_hits_are_put_together_by_case_and_meeting(filled: SearchEngine) -> None:
    result = search(filled, "idp")
    (group,) = grouped(result, GroupBy.CASE)
    assert [hit.unit.id for hit in group.hits] == ["info", "beslut"]
    assert len(grouped(result, GroupBy.MEETING)) == 2


def test_similar_points_share_telling_words(filled: SearchEngine) -> None:
    assert [unit.id for unit in similar(filled, "info", 1)] == ["beslut"]
    assert similar(filled, "unknown") == ()


def test_an_unlimited_prefix_is_capped_and_said(engine: SearchEngine, point: MakePoint) -> None:
    words = " ".join(f"par{a}{b}" for a in "abcdefghij" for b in "abcdefghij")
    engine.update([point("x", "Rubrik", words)])
    result = search(engine, "par*")
    assert result.total == 1
    assert any("60" in remark for remark in result.remarks)
