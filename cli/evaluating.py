"""The command `evaluate`: read the documents of gold records and compare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cli.render import heading, table
from cli.speech import _
from corpus.errors import RadslagError, UsageError
from corpus.evaluation import KINDS, Evaluation, gold_records
from corpus.gold import gold_of
from ingest.run.workers import CrashedError, FailedError, spread


def read_gold(path: Path) -> dict[str, Any] | str:
    """The record of a document in the shape of the gold, or why there is none."""
    from ingest.extract import extract
    from ingest.read import read

    try:
        return gold_of(path.name, extract(read(path)))
    except RadslagError as error:
        return str(error)


def evaluate(gold: Path, documents: Path, workers: int) -> Evaluation:
    """How well what is read agrees with the gold. Raises UsageError when there is no gold."""
    wanted = dict(gold_records(gold))
    if not wanted:
        raise UsageError("mappen har inga facit (*.json).", str(gold))
    paths = dict.fromkeys(documents / record["source"] for record in wanted.values())
    read: dict[Path, Any] = dict(spread(read_gold, paths, workers))
    found = Evaluation()
    for name, record in wanted.items():
        answer = read[documents / record["source"]]
        if isinstance(answer, dict):
            found.add(name, record, answer)
        else:
            crashed = isinstance(answer, CrashedError | FailedError)
            found.add(name, record, None)
            found.failures[-1] += f": {answer.args[0] if crashed else answer}"
    return found


def as_text(found: Evaluation) -> str:
    """The figures for people."""
    figures = found.figures()
    counted = ("precision", "recall", "f1", "gold", "predicted")
    rows = [[*(figures[kind][name] for name in counted), kind] for kind in KINDS]
    head = (_("precision"), _("täckning"), "F1", _("facit"), _("lästa"), "")
    attributes = [
        f"{kind}: {', '.join(f'{k} {v}' for k, v in figures[kind].items() if k not in counted)}"
        for kind in KINDS
        if len(figures[kind]) > len(counted)
    ]
    meeting = ", ".join(f"{key} {value}" for key, value in figures["meeting"].items())
    lines = [
        heading(_("{0} handlingar, {1} kunde inte läsas", figures["documents"], figures["failed"])),
        table(rows, head),
        "",
        *attributes,
        _("möte: {0}", meeting),
        _("handlingstyp: {0}", figures["document_type"]),
        _("medelvärde av F1: {0}", figures["mean_f1"]),
        *(_("misslyckades: {0}", failure) for failure in found.failures),
    ]
    return "\n".join(lines)
