"""Who does what, told by word order and the forms of words, for any verb and any name."""

from __future__ import annotations

import pytest

from ingest.facts.grammar import commands, sayings

NAMES = ("Anna", "Johan", "Erik", "Maria", "Per", "Björn", "Sten", "Stig", "Lotta", "Olle", "Hans")
VERBS = (
    "ringer varvet", "fixar färgen", "bokar bastun", "sågar virket", "filmar loppet",
    "tvättar duken", "limmar skylten", "vattnar rabatten", "värvar en kassör",
    "provkör pumpen", "slipar masten",
    "letar upp nyckeln", "skissar på en ramp", "sorterar kartorna", "skalar potatis", "syr flaggan",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_first_name_before_a_verb_is_who_does_it(name: str) -> None:
    (found,) = sayings(f"{name} ringer varvet om masten.")
    assert (found.form, found.doer, found.named) == ("does", (0, len(name)), True)


@pytest.mark.parametrize("verb", VERBS)
def test_any_verb_in_the_present_gives_a_task(verb: str) -> None:
    found = [one.form for one in sayings(f"Ada {verb} till den 20 mars.")]
    assert found == ["does"]


@pytest.mark.parametrize(
    ("text", "form", "doer"),
    [
        ("Till nästa möte tvättar Ada duken.", "does", "Ada"),
        ("Lappar delas ut av Ada.", "does", "Ada"),
        ("Cupgruppen ska värva funktionärer.", "will", "Cupgruppen"),
        ("Utskicket lovade Ada göra klart.", "promised", "Ada"),
        ("Ada har erbjudit sig att laga grinden.", "promised", "Ada"),
        ("Beslutades att Ada säljer båten.", "does", "Ada"),
        ("Ada har inte fått svar men gör ett nytt försök.", "does", "Ada"),
        ("Inför vintern skall rännorna putsas.", "passive", None),
    ],
)
def test_the_doer_is_found_where_word_order_puts_him(
    text: str, form: str, doer: str | None
) -> None:
    found = next(iter(sayings(text)))
    assert found.form == form
    assert (text[slice(*found.doer)] if form != "passive" and found.doer else None) == doer


@pytest.mark.parametrize(
    "text",
    [
        "Ada ringde varvet.",
        "Ada har ringt varvet.",
        "Ada är nöjd.",
        "Ada ringer inte varvet.",
        "Bryggan ligger i viken.",
        "Kiosken bemannades av Ada.",
    ],
)
def test_what_looks_back_or_only_states_gives_nothing(text: str) -> None:
    assert not list(sayings(text))


@pytest.mark.parametrize(
    ("text", "bids"),
    [
        ("dubbelkolla dagen", True),
        ("Ring varvet", True),
        ("Boka bastu", True),
        ("Att byta fungerar inte", False),
        ("Beslut att byta", False),
        ("Ekonomi", False),
    ],
)
def test_a_verb_in_front_bids(text: str, bids: bool) -> None:
    assert commands(text) is bids
