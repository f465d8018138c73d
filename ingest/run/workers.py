"""Work spread over processes that may crash without taking each other along.

A file can bring down the library that reads it. Each worker therefore is a process of its own, and
when one dies the task it had in hand is known: that task failed, the others go on with a new
worker in its place. Workers are forked from a process that has loaded what they need and does
nothing else (`ingest.run.ready`); where the system cannot fork they are started afresh.
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_AHEAD = 2
"""Tasks a worker is given at a time, so that it need not wait while answers are stored."""


class CrashedError(Exception):
    """The worker died with a task in hand; holds the exit code of its process."""


class FailedError(Exception):
    """The task raised something unforeseen; holds what and the traceback as text."""


@dataclass
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    tasks: deque[Task] = field(default_factory=deque)


def serve(work: Callable[[Task], object], pipe: Connection) -> None:
    """The life of a worker: answer tasks until there are no more or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, ConnectionError):
            return
        try:
            answer: object = work(task)
        except Exception as error:
            answer = FailedError(f"{type(error).__name__}: {error}", traceback.format_exc())
        try:
            pipe.send(answer)
        except ConnectionError:
            return


def _start(work: Callable[[Task], object]) -> _Worker[Task]:
    ours, theirs = multiprocessing.Pipe()
    process: BaseProcess
    if _FORKS:
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(["ingest.run.ready"])
        process = server.Process(target=serve, args=(work, theirs), daemon=True)
    else:
        fresh = multiprocessing.get_context("spawn")
        process = fresh.Process(target=serve, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def spread(
    work: Callable[[Task], Answer], tasks: Iterable[Task], workers: int
) -> Iterator[tuple[Task, Answer | CrashedError | FailedError]]:
    """Each task with its answer, in the order they are done.

    `work` is a function of a module; tasks and answers can be pickled. A task whose worker
    crashes is answered by CrashedError, one that raises by FailedError.
    """
    waiting = iter(tasks)
    again: deque[Task] = deque()
    pool: list[_Worker[Task]] = []
    try:
        while True:
            _hand_out(work, waiting, again, pool, workers)
            busy = {worker.pipe: worker for worker in pool if worker.tasks}
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]  # wait gives back what it was given
                try:
                    answer = worker.pipe.recv()
                    yield worker.tasks.popleft(), answer
                except (EOFError, OSError):
                    pool.remove(worker)
                    worker.process.join()
                    crashed = CrashedError(worker.process.exitcode)
                    first = worker.tasks.popleft()
                    again.extend(worker.tasks)
                    yield first, crashed
    finally:
        for worker in pool:
            worker.pipe.close()
            if worker.tasks:
                worker.process.terminate()
        for worker in pool:
            worker.process.join()


def _hand_out(
    work: Callable[[Task], object],
    waiting: Iterator[Task],
    again: deque[Task],
    pool: list[_Worker[Task]],
    workers: int,
) -> None:
    """Give every worker something to do, starting workers while there is more to do."""
    for depth in range(_AHEAD):
        for slot in range(workers):
            if slot < len(pool) and len(pool[slot].tasks) > depth:
                continue
            task = again.popleft() if again else next(waiting, None)
            if task is None:
                return
            if slot >= len(pool):
                pool.append(_start(work))
            worker = pool[min(slot, len(pool) - 1)]
            worker.tasks.append(task)
            try:
                worker.pipe.send(task)
            except OSError:
                # The worker is dead; that it is will be seen when its answer is waited for.
                return
