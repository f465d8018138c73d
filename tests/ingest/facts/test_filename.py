"""What the names of files and folders tell of the meeting."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.filename import Named, named


@pytest.mark.parametrize(
    ("path", "date", "body"),
    [
        ("KS/2019/Protokoll 2019-03-12.pdf", "2019-03-12", "Kommunstyrelsen"),
        ("arkiv/KSAU_210310_protokoll.pdf", "2021-03-10", "Kommunstyrelsens arbetsutskott"),
        ("Byggnadsnämnden/2020/protokoll-2020-05-04.docx", "2020-05-04", "Byggnadsnämnden"),
        ("Bildningsnämnden 17.4.2024.pdf", "2024-04-17", "Bildningsnämnden"),
        ("minnesanteckningar 6 februari 2025.txt", "2025-02-06", None),
        ("hr-st-2020_03_04.txt", "2020-03-04", None),
        ("20210310 KF.pdf", "2021-03-10", "Kommunfullmäktige"),
        ("2021-03-10/protokoll.pdf", "2021-03-10", None),
        ("protokoll 2019-2020.pdf", None, None),
        ("ärende 123456.pdf", None, None),
        ("protokoll 2021-03-10 justerat 2021-03-17.pdf", None, None),
        ("Budget 2024.pdf", None, None),
    ],
)
def test_day_and_body_of_a_name(path: str, date: str | None, body: str | None) -> None:
    uri = PurePosixPath("/srv/handlingar", path).as_uri()
    assert named(uri) == Named(date, body)


@given(st.text(max_size=80))
def test_any_address_has_an_answer(text: str) -> None:
    assert isinstance(named(f"file:///{text.replace('[', '').replace(']', '')}"), Named)
