"""What every worker needs, loaded once: imported by the process that workers are forked from.

Nothing here may start a thread or leave a file open: what a fork takes along must be whole.
"""

from __future__ import annotations

import ingest.extract
import ingest.read.sandbox
import ingest.run.pipeline  # noqa: F401 - for the workers
from corpus.swedish import lexicon, tables

tables.prepare()
lexicon.frequencies()
lexicon.lemmas()
