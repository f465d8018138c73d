"""What holds for all tests: the program speaks Swedish, whatever the locale of the machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def in_swedish() -> Iterator[None]:
    """Also in processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "sv")
        yield
