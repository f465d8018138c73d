import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.points import points
from corpus.swedish.compounds import split
from corpus.swedish.lexicon import frequencies, lemmas
from index.analysis import contained, fold_case, kinds_of, name_key, net, terms, tokens, words
from index.fields import analysed


def shares_net(left: str, right: str) -> bool:
    nets = [{term for term in terms(word) if term[0] == "~"} for word in (left, right)]
    return bool(nets[0] & nets[1])


@pytest.mark.parametrize(
    ("left", "right"),
    [("beslutet", "besluten"), ("förmåga", "förmågorna"), ("styrelse", "styrelsens"),
     ("protokollet", "protokoll"), ("skolor", "skolan"), ("ledamot", "ledamöterna"),
     ("Nolhult", "Nolhults"), ("cykelväg", "cykelvägarna"), ("IdP", "idp:n")],
)  # fmt: skip
def test_inflections_share_a_net(left: str, right: str) -> None:
    assert shares_net(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("råd", "rad"), ("förslag", "förslå"), ("kommun", "komma"), ("väg", "vagn"),
     ("styrelse", "styra"), ("avgift", "avgå")],
)  # fmt: skip
def test_other_words_do_not(left: str, right: str) -> None:
    assert not shares_net(left, right)


def finds(query: str, text_word: str) -> bool:
    """Whether a query word finds a word of a text: by its net, or as a part of it."""
    net = next(term[1:] for term in terms(query) if term[0] == "~")
    return bool({"~" + net, "+" + net} & set(terms(text_word)))


def test_a_compound_is_found_by_its_parts_and_never_the_other_way() -> None:
    assert finds("förmåga", "förmågekartläggningen")
    assert finds("kartläggningar", "förmågekartläggning")
    assert finds("styrelse", "kommunstyrelsens")
    assert finds("kommunstyrelsen", "kommunstyrelseordförande")
    assert finds("lösning", "IdP-lösning")
    assert not finds("förmågekartläggning", "förmåga")
    assert not finds("kommunstyrelsen", "kommun")


@pytest.mark.parametrize(
    ("spellings", "term"),
    [
        (("2019/0123", "2019/123", "2019:123", "0123/2019"), "#2019/123"),
        (("KS2019/123", "KS/2019:123", "KS-2019-0123"), "#2019/123"),
        (("15 juni 2026", "15.6.2026", "2026-06-15", "15/6-2026", "15:e juni 2026"), "#2026-06-15"),
        (("§ 114", "§114", "114 §", "§ 114"), "#§114"),
        (("§ 3 a", "§3a"), "#§3a"),
        (("1 000 000", "1000000", "1 000 000"), "1000000"),
    ],
)
def test_a_reference_is_one_term_in_any_spelling(spellings: tuple[str, ...], term: str) -> None:
    for spelling in spellings:
        found = [token for token in tokens(f"se {spelling} ovan") if term in token.terms]
        assert len(found) == 1, spelling


def test_a_range_of_paragraphs_holds_each() -> None:
    (token,) = tokens("§§ 115–118")
    assert set(token.terms) == {"#§115", "#§116", "#§117", "#§118"}


def test_tokens_know_where_they_stand() -> None:
    text = "Dnr KS 2019/0123: IdP:n (e-arkivet) och/eller 15 juni 2026."
    cut = [text[token.start : token.end] for token in tokens(text)]
    assert cut == ["Dnr", "KS", "2019/0123", "IdP:n", "e-arkivet", "och", "eller", "15 juni 2026"]


@pytest.mark.parametrize(
    ("left", "right"),
    [("Carlsson", "Karlsson"), ("Thore", "Tore"), ("Lindquist", "Lindkvist"), ("Ohlson", "Olsson"),
     ("Christina", "Kristina"), ("Wikström", "Vikström"), ("Gustaf", "Gustav"), ("Eric", "Erik")],
)  # fmt: skip
def test_spellings_of_a_name_sound_alike(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


def test_names_that_differ_do_not() -> None:
    assert name_key("Karin") != name_key("Karl")
    assert name_key("Åsa") != name_key("Asa")


def test_both_unicode_forms_and_soft_hyphens_are_one_word() -> None:
    word = "återförsäkring"
    assert terms(unicodedata.normalize("NFD", word)) == terms(word)
    assert terms("åter\u00adför\u00adsäkring") == terms(word)


@given(st.text(max_size=200))
def test_any_text_has_terms_within_its_bounds(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.terms
        assert all(term and term.split() == [term] for term in token.terms)
        last = token.end
    assert words(text) == [text[t.start : t.end] for t in tokens(text)]


PIECES = ["§", "§§", " ", "\n", "  ", "\u00a0", "15", "1", "000", "a", "juni", "2026", "–", "114",
          ":", "e-arkiv", "KS", "2019/0123", "12:e", "skolplan", "och", "15.6.2026"]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=15))
def test_terms_by_kind_are_those_of_each_word(pieces: list[str]) -> None:
    for text in ("".join(pieces), " ".join(pieces)):
        given_ = [terms(word) for word in words(text)]
        kinds = kinds_of(text)
        assert kinds.words.split() == [surface for surface, *_ in given_]
        assert len(kinds.nets.split()) == len(given_)
        signed = [term for found in given_ for term in found if term[0] in "~+"]
        nets = [term for term in kinds.nets.split() if term[0] == "~"]
        assert sorted(nets + kinds.parts.split()) == sorted(signed)
        every = {term for kind in kinds for term in kind.split()}
        assert every == {term for found in given_ for term in found}


@pytest.mark.parametrize("word", ["böcker", "kustkommunernas", "e-post", "gånger", "löst", "IdP:n"])
def test_a_word_holds_some_letters_of_each_of_its_terms(word: str) -> None:
    for term in terms(word):
        assert "-" in word or any(part in fold_case(word) for part in contained(term))


@settings(deadline=None)  # the first word loads the lists
@given(st.sampled_from(sorted(frequencies())), st.sampled_from(sorted(lemmas())))
def test_words_and_compounds_hold_some_letters_of_their_terms(first: str, last: str) -> None:
    for word in (first, last, first + last, first + "s" + last):
        for term in terms(word) if "-" not in word else ():
            assert any(part in word for part in contained(term)), term


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöé", min_size=1, max_size=30))
def test_case_never_matters(word: str) -> None:
    assert terms(word.upper()) == terms(fold_case(word.upper()))
    assert terms(word)[0] == word


def test_analysis_keeps_up_in_processor_time() -> None:
    text = "\n".join(unit.body for unit in points(500, seed=11))
    terms.cache_clear()
    net.cache_clear()
    split.cache_clear()
    distinct = sorted(set(words(text)))
    start = time.process_time()
    for word in distinct:
        terms(word)
    assert len(distinct) / (time.process_time() - start) >= 15_000
    start = time.process_time()
    count = len(analysed("body", text))
    assert count / (time.process_time() - start) >= 250_000
