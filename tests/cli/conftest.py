"""A sample archive for the tests of commands, made once, and a way to run commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import cli
from corpus import samples

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `radslag` with arguments; expects success unless told otherwise."""
    for name in ("RADSLAG_ARCHIVE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(each) for each in arguments], prog_name="radslag")
        assert result.exit_code == code, f"{result.output}\n{result.exception!r}"
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with the samples in it."""
    folder = tmp_path_factory.mktemp("arkiv")
    result = CliRunner().invoke(cli, ["ingest", "--archive", str(folder), str(samples.documents())])
    assert result.exit_code == 0, result.output
    return folder
