"""What holds for all tests: the program speaks Swedish, whatever the locale of the machine.

And what many of them begin with: an empty archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive


@pytest.fixture(scope="session", autouse=True)
def in_swedish() -> Iterator[None]:
    """Also in processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "sv")
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive of the test's own."""
    with Archive.open(tmp_path / "arkiv", create=True) as opened:
        yield opened
