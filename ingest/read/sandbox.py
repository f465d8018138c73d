"""Reading files that may be hostile: in a child process with limits, killed when it passes them.

The child lives on from file to file, so that starting it costs little, and is replaced after a
while, so that its memory does not grow. It answers in msgpack, never in pickle, and shows a sign
of life after each page; nothing it does can take its parent along.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import resource
import select
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from threading import Lock

import msgspec

from corpus.errors import RadslagError, UnreadableError
from corpus.model import Document
from ingest.read import pulse

_RECYCLE_FILES = 150
_RECYCLE_BYTES = 400 * 2**20
_PR_SET_PDEATHSIG = 1
_ADVICE = "Öppna filen i ett annat program, spara den på nytt och försök igen."


class Limits(msgspec.Struct, frozen=True):
    """What reading one file may take."""

    memory: int = 3 * 2**29
    """Bytes of address space; an ordinary file needs a fifth of it."""
    stall: float = 60.0
    """Seconds of computing without another page done; ten times as long by the clock."""
    total: float = 7200.0
    """Seconds by the clock in all."""


class _Failure(msgspec.Struct):
    what: str
    where: str
    advice: str


_DEFAULT = Limits()


def read_safely(path: Path, limits: Limits = _DEFAULT) -> Document:
    """The document of a file, read in a child process: see `run_safely`."""
    return msgspec.msgpack.decode(run_safely("ingest.read:read", path, limits), type=Document)


def run_safely(work: str, path: Path, limits: Limits = _DEFAULT) -> bytes:
    """What a function (`module:name`, of a path) gives, in MessagePack, from a child process.

    Raises UnreadableError, also when the child crashes, stalls or wants too much memory.
    """
    with _lock:
        return _Child.current(limits).run(work, path.absolute())


_lock = Lock()


class _Child:
    """One child process and the pipe to it."""

    _current: _Child | None = None

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files = 0
        self.buffer = b""
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from ingest.read.sandbox import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self._send(msgspec.msgpack.encode(limits))

    @classmethod
    def current(cls, limits: Limits) -> _Child:
        """The child that is there, or a new one."""
        child = cls._current
        if child is None or child.limits != limits or child.process.poll() is not None:
            if child is not None:
                child.end()
            child = cls._current = cls(limits)
        return child

    def run(self, work: str, path: Path) -> bytes:
        """What the child answers about a file."""
        self.files += 1
        try:
            self._send(work.encode() + b"\0" + os.fsencode(path))
            kind, size, answer = self._answer(path)
        except (OSError, EOFError) as error:
            code = self.process.wait() if self.process.stdin else 0
            self.end()
            what = f"läsningen kraschade ({_signal(code)}); filen är trasig eller fientlig."
            raise UnreadableError(what, str(path), _ADVICE) from error
        except UnreadableError:
            self.end()
            raise
        if self.files >= _RECYCLE_FILES or size > _RECYCLE_BYTES:
            self.end()
        if kind == b"D":
            return answer
        failure = msgspec.msgpack.decode(answer, type=_Failure)
        raise UnreadableError(failure.what, failure.where, failure.advice)

    def _send(self, frame: bytes) -> None:
        stdin = self.process.stdin
        if stdin is None:
            raise EOFError
        with contextlib.suppress(BrokenPipeError):
            stdin.write(len(frame).to_bytes(4, "big") + frame)
            stdin.flush()

    def _answer(self, path: Path) -> tuple[bytes, int, bytes]:
        """Kind of answer, the child's memory in bytes, and what it says."""
        end = time.monotonic() + self.limits.total
        while True:
            frame = self._frame(end)
            if frame is None:
                what = (
                    f"läsningen gav upp efter {self.limits.total:.0f} sekunder."
                    if time.monotonic() >= end
                    else f"läsningen fastnade ({self.limits.stall:.0f} sekunder på en sida)."
                )
                raise UnreadableError(what, str(path), _ADVICE)
            if frame != b"P":
                return frame[:1], int.from_bytes(frame[1:9], "big"), frame[9:]

    def _frame(self, end: float) -> bytes | None:
        """The next frame from the child; None when it stalls, or at `end` by the clock."""
        stdout = self.process.stdout
        if stdout is None:
            raise EOFError
        clock, computed = time.monotonic(), self._computed()
        while True:
            if len(self.buffer) >= 4:
                size = int.from_bytes(self.buffer[:4], "big")
                if len(self.buffer) >= size + 4:
                    frame = self.buffer[4 : size + 4]
                    self.buffer = self.buffer[size + 4 :]
                    return frame
            if select.select([stdout], [], [], min(0.5, self.limits.stall))[0]:
                piece = os.read(stdout.fileno(), 1 << 20)
                if not piece:
                    raise EOFError
                self.buffer += piece
                continue
            now, stall = time.monotonic(), self.limits.stall
            if now > end or now - clock > 10 * stall or self._computed() - computed > stall:
                return None

    def _computed(self) -> float:
        """Seconds of computing the child has used; 0 where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text("ascii", "replace")
        except OSError:
            return 0.0
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Kills the child and whatever it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self.process.wait()
        if _Child._current is self:
            _Child._current = None


def _signal(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"kod {code}"


@atexit.register
def _end() -> None:
    if _Child._current is not None:
        _Child._current.end()


# ------------------------------------------------------------------------------ the child


def serve() -> None:
    """The life of the child: take work and paths, answer, until the parent is gone."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not come between the frames.
    channel = os.dup(1)
    os.dup2(2, 1)
    first = _receive()
    if first is None:
        return
    _limit(msgspec.msgpack.decode(first, type=Limits))
    pulse.listen(lambda: _write(channel, b"P"))
    while (frame := _receive()) is not None:
        work, _, path = frame.partition(b"\0")
        kind, answer = _run(work.decode(), Path(os.fsdecode(path)))
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        _write(channel, kind + size.to_bytes(8, "big") + answer)


def _limit(limits: Limits) -> None:
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 64 * 2**20),
    ):
        hard = resource.getrlimit(what)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (bound, bound))


def _receive() -> bytes | None:
    head = sys.stdin.buffer.read(4)
    return sys.stdin.buffer.read(int.from_bytes(head, "big")) if len(head) == 4 else None


def _write(channel: int, frame: bytes) -> None:
    data = len(frame).to_bytes(4, "big") + frame
    while data:
        data = data[os.write(channel, data) :]


def _run(work: str, path: Path) -> tuple[bytes, bytes]:
    module, _, name = work.partition(":")
    try:
        # Imported within the limits, so that a broken library is caught too.
        return b"D", msgspec.msgpack.encode(getattr(import_module(module), name)(path))
    except RadslagError as error:
        failure = _Failure(error.what, error.where, error.advice)
    except MemoryError:
        failure = _Failure("filen kräver mer minne än en handling får ta.", str(path), _ADVICE)
    except RecursionError:
        failure = _Failure("filen är nästlad för djupt.", str(path), _ADVICE)
    except Exception as error:  # whatever a library raises over a broken file
        what = f"filen går inte att läsa ({type(error).__name__}: {error})."
        failure = _Failure(what, str(path), _ADVICE)
    return b"E", msgspec.msgpack.encode(failure)
