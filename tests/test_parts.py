from __future__ import annotations

import os
import signal
import sys
import threading

import pytest

from isk_indicators import parts
from isk_indicators.parts import side_by_side

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="parts are forked on Linux alone")


def who(part: range) -> tuple[int, list[int]]:
    return os.getpid(), list(part)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "processors", lambda: 3)


@LINUX
@pytest.mark.usefixtures("three")
def test_each_part_is_done_in_a_process_of_its_own_and_told_in_order() -> None:
    told = side_by_side(10, who, 1)
    assert [numbers for _, numbers in told] == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]
    assert told[0][0] == os.getpid()
    assert len({process for process, _ in told}) == 3


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("count", "least"), [(0, 1), (0, 9), (9, 5), (1, 1)])
def test_few_things_are_done_here(count: int, least: int) -> None:
    assert side_by_side(count, who, least) == [(os.getpid(), list(range(count)))]


@LINUX
@pytest.mark.usefixtures("three")
def test_no_more_processes_than_things_are_worth() -> None:
    assert [numbers for _, numbers in side_by_side(10, who, 5)] == [[*range(5)], [*range(5, 10)]]


def test_a_program_with_threads_is_not_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert parts.processors() == 1
    finally:
        done.set()
        thread.join()


@LINUX
def test_as_many_as_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests may have left some
    assert parts.processors() == len(os.sched_getaffinity(0))


@LINUX
@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("faulty", [0, 5, 9])
def test_a_fault_of_any_part_is_raised(faulty: int) -> None:
    def work(part: range) -> None:
        if faulty in part:
            raise ValueError(f"{faulty} is wrong")

    with pytest.raises(ValueError, match=f"{faulty} is wrong"):
        side_by_side(10, work, 1)


@LINUX
@pytest.mark.usefixtures("three")
def test_a_process_that_is_ended_is_told() -> None:
    def work(part: range) -> None:
        if part.start:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(RuntimeError, match="was ended"):
        side_by_side(10, work, 1)
