"""What every document of a folder reads as, byte for byte: `python -m bench.same FOLDER`.

Prints for each file the hash of its Document, of its Records and of its sayings, and the processor
time of each step at the end; run by two versions of the program and compared with `diff`, it shows
whether a change that should only be faster is only faster.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import msgspec

from corpus.errors import RadslagError
from corpus.model import Reading
from corpus.parcel import pack
from ingest.extract import extract
from ingest.read import READERS, read


def digest(value: object) -> str:
    """A short hash of all that a value holds."""
    return sha256(msgspec.msgpack.encode(value)).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="where the hashes go; else printed")
    parser.add_argument("--suffix", default="", help="only files of this ending (.pdf)")
    chosen = parser.parse_args()
    spent: Counter[str] = Counter()
    out = chosen.out.open("w", encoding="utf-8") if chosen.out else sys.stdout
    paths = (p for p in sorted(chosen.folder.rglob("*")) if p.suffix.lower() in READERS)
    for path in (p for p in paths if p.suffix.lower().endswith(chosen.suffix)):
        began = time.process_time()
        try:
            document = read(path)
            after_reading = time.process_time()
            records = extract(document)
        except Exception as error:
            said = error.what if isinstance(error, RadslagError) else type(error).__name__
            print(path.relative_to(chosen.folder), said, file=out, flush=True)
            continue
        after_extract = time.process_time()
        parcel = pack(document, records)
        spent["packing"] += round(1000 * (time.process_time() - after_extract))
        if all(page.reading is not Reading.OCR for page in document.pages):
            spent["reading"] += round(1000 * (after_reading - began))
        spent["extracting"] += round(1000 * (after_extract - after_reading))
        spent["pages"] += len(document.pages)
        hashes = digest((document.text, document.pages)), digest(records), digest(parcel.facts)
        print(path.relative_to(chosen.folder), *hashes, file=out, flush=True)
    print({name: spent[name] for name in spent}, file=sys.stderr)


if __name__ == "__main__":
    main()
