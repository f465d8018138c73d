"""Where the records of a meeting stand now: its id follows from body and day, and both may be
corrected, but an address that was given out goes on leading to it."""

from __future__ import annotations

from corpus.archive import Archive

_NOW = """
SELECT record.meeting_id FROM stood JOIN record ON record.id = stood.record_id
WHERE stood.meeting_id = ? GROUP BY record.meeting_id ORDER BY count(*) DESC, record.meeting_id
"""


def moved_to(archive: Archive, meeting_id: str) -> str | None:
    """The meeting where most of the records stand that once stood under an id.

    None where nothing stands under another id now.
    """
    found = [row[0] for row in archive.ask(_NOW, (meeting_id,))]
    return next((each for each in found if each != meeting_id), None)
