"""Work is spread over processes, and what goes wrong in one stays there."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from multiprocessing import Pipe

import pytest

from ingest.run.workers import CrashedError, FailedError, serve, spread


def double(number: int) -> int:
    return 2 * number


def misbehave(task: str) -> str:
    if task == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "exit":
        os._exit(3)
    if task == "raise":
        raise ValueError("så gick det")
    return task.upper()


@pytest.mark.parametrize("workers", [1, 3])
def test_every_task_is_answered_once(workers: int) -> None:
    assert dict(spread(double, range(20), workers)) == {n: 2 * n for n in range(20)}


def test_nothing_to_do_starts_nothing() -> None:
    assert list(spread(double, [], 4)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_crash_takes_only_its_own_task(workers: int) -> None:
    tasks = ["a", "crash", "b", "exit", "c", "crash", "raise", "d"]
    answers = list(spread(misbehave, tasks, workers))
    assert Counter(task for task, _ in answers) == Counter(tasks)
    for task, answer in answers:
        match task:
            case "crash" | "exit":
                assert isinstance(answer, CrashedError)
                assert answer.args[0] in (-signal.SIGKILL, 3)
            case "raise":
                assert isinstance(answer, FailedError)
                assert answer.args[0] == "ValueError: så gick det"
                assert "misbehave" in answer.args[1]
            case _:
                assert answer == task.upper()


def test_a_worker_ends_in_silence_when_nobody_takes_its_answer() -> None:
    ours, theirs = Pipe()
    ours.send(1)
    interrupted = signal.getsignal(signal.SIGINT)

    def leave() -> None:
        assert ours.poll(10)
        ours.close()

    thread = threading.Thread(target=leave)
    thread.start()
    try:
        serve(double, theirs)
    finally:
        signal.signal(signal.SIGINT, interrupted)
        thread.join()
    assert ours.closed


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def tasks() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    answers = spread(double, tasks(), 2)  # type: ignore[arg-type]
    next(answers)
    assert len(taken) < 20
    answers.close()  # type: ignore[attr-defined]


def descendants(pid: int) -> set[int]:
    """Processes begun by one: workers are begun by that which they are forked from."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
            own = set(map(int, file.read().split()))
    except FileNotFoundError:
        return set()
    return own.union(*map(descendants, own))


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="needs /proc")  # noqa: PTH110
def test_workers_are_gone_when_the_answers_are_left() -> None:
    list(spread(double, range(2), 1))  # what workers are forked from lives on
    before = descendants(os.getpid())
    answers = spread(double, range(100), 2)
    next(answers)
    assert len(descendants(os.getpid()) - before) >= 2
    answers.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 10
    # Python keeps one process that counts shared semaphores for as long as it lives.
    while len(descendants(os.getpid()) - before) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(descendants(os.getpid()) - before) <= 1
