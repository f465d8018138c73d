"""What daily work costs as an archive grows: `python -m bench.growth --points 2000 20000 100000`.

Makes archives of one municipality (bench/municipality.py) and prints the processor time of each
command and page, and the largest memory of the process, side by side. Commands are processes of
their own, start included; pages are asked of a served archive, each after the server is idle, the
median of three views.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.load import processor_seconds, served, settle
from bench.municipality import make
from corpus.archive import Archive

Figures = dict[str, str]


def command(folder: Path, *words: str) -> tuple[float, int, int]:
    """Processor seconds, memory (MB) and rows of output of a command of its own process."""
    # The child is waited for by a small process, whose children's figures are its alone.
    measured = (
        "import resource, subprocess, sys;"
        "out = subprocess.run(sys.argv[1:], capture_output=True).stdout;"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(u.ru_utime + u.ru_stime, u.ru_maxrss // 1024, out.count(b'\\n'))"
    )
    words = (sys.executable, "-m", "cli.main", *words, "--archive", str(folder))
    out = subprocess.run([sys.executable, "-c", measured, *words], capture_output=True, check=True)
    seconds, memory, rows = out.stdout.split()
    return float(seconds), int(memory), int(rows)


def commands(folder: Path, person: str, case: str) -> Figures:
    """What the commands cost."""
    asked = {
        "--version": (),
        "export actions": ("export", "actions"),
        "export decisions (json)": ("export", "decisions", "--json"),
        "show NAME": ("show", person),
        "show CASE": ("show", case),
        "search": ("search", "skolskjuts"),
        "check": ("check",),
    }
    found = {}
    for name, words in asked.items():
        if not words:
            continue
        seconds, memory, rows = command(folder, *words)
        found[name] = f"{seconds:.2f} s, {memory} MB"
        if name.startswith("export"):
            found[name] += f", {rows} lines"
    return found


def pages(folder: Path, person: str, case: str) -> Figures:
    """What the server does by itself after a start, and what the first and later views cost."""
    server, address = served(folder)
    try:
        settle(server.pid)
        found = {"the server after its start": f"{processor_seconds(server.pid):.2f} s"}
        paths = {
            "/uppdrag": "/uppdrag",
            "/uppdrag, late, page 3": "/uppdrag?show=overdue&page=3",
            "/uppdrag.csv": "/uppdrag.csv?show=all",
            "/api/v1/actions": "/api/v1/actions",
            "/moten": "/moten",
            "/personer": "/personer",
            "page of a person": f"/person?namn={quote(person)}",
            "page of a case": f"/arende?nummer={quote(case)}",
            "/arkiv": "/arkiv",
            "/arkiv/handlingar": "/arkiv/handlingar",
        }
        with httpx.Client(base_url=address, timeout=600) as client:
            for name, path in paths.items():
                found[name] = _page(server.pid, client, path)
        status = Path(f"/proc/{server.pid}/status")
        if status.exists():
            peak = next(row for row in status.read_text().split("\n") if row.startswith("VmHWM"))
            found["memory of the server"] = f"{int(peak.split()[1]) // 1024} MB"
    finally:
        server.terminate()
        server.wait()
    return found


def _page(pid: int, client: httpx.Client, path: str) -> str:
    def view() -> float:
        before = processor_seconds(pid)
        client.get(path).raise_for_status()
        return processor_seconds(pid) - before

    first = view()
    rest = [view() for _ in range(3)] if first < 20 else [first]
    return f"{1000 * statistics.median(rest):.0f} ms"


def measured(folder: Path, points: int) -> Figures:
    """All figures of an archive, which is made if it is not there."""
    if not (folder / "archive.sqlite").exists():
        began = time.process_time()
        make(folder, points)
        print(f"{points} points: made in {time.process_time() - began:.0f} s", file=sys.stderr)
    with Archive.open(folder) as archive:
        sql = (
            "SELECT f.name, count(*) FROM participant f JOIN record r ON r.id = f.record_id"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
        )
        person = archive.ask(sql)[0][0]
        case = archive.ask("SELECT case_number FROM agenda_item WHERE case_number IS NOT NULL")[0][
            0
        ]
    return commands(folder, person, case) | pages(folder, person, case)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, nargs="+", default=[2_000, 20_000, 100_000])
    parser.add_argument("--archives", type=Path, help="a folder; made once, used again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.archives or Path(temporary)
        found = {each: measured(home / str(each), each) for each in chosen.points}
    print("| |", *(f"{each:,} points |" for each in found))
    print("|---|", *("---|" for _ in found), sep="")
    for name in next(iter(found.values())):
        print(f"| {name} |", *(f"{figures[name]} |" for figures in found.values()))


if __name__ == "__main__":
    main()
