"""The checker of histories finds each kind of anomaly where one was put, and nothing in good histories."""

from __future__ import annotations

import random

import pytest

from tests.support.cluster.history import Anomaly, Append, History, Kind, Read, Word, anomalies

BEHIND = 2.0


def append(writer: str, number: int, invoked: float, acknowledged: float | None, via: str = "A") -> Append:
    return Append(Word(writer, number), via, invoked, acknowledged)


def words(*names: str) -> tuple[Word, ...]:
    return tuple(Word(name[0], int(name[1:])) for name in names)


def join(connection: str, at: float, *names: str, via: str = "A") -> Read:
    return Read(connection, via, at, at + 0.1, words(*names), joined=True)


def pushed(connection: str, at: float, *names: str, via: str = "A") -> Read:
    return Read(connection, via, at, at, words(*names))


def kinds(history: History) -> set[Kind]:
    return {anomaly.kind for anomaly in anomalies(history, behind_seconds=BEHIND)}


TWO = [append("a", 0, 1.0, 2.0), append("b", 0, 3.0, 4.0)]

GOOD = {
    "nothing happened": History(),
    "one after the other": History(TWO, [join("r", 5.0, "a0", "b0")], words("a0", "b0")),
    "the order of letters in the document does not count": History(TWO, [], words("b0", "a0")),
    "unanswered and there": History([append("a", 0, 1.0, None)], [join("r", 9.0, "a0")], words("a0")),
    "unanswered and not there": History([append("a", 0, 1.0, None)], [join("r", 9.0)], ()),
    "shown before it was acknowledged": History(TWO, [pushed("r", 1.5, "a0")], words("a0", "b0")),
    "another process is a little behind": History(
        TWO, [join("r", 3.5, via="B"), join("q", 6.5, "a0", "b0", via="B")], words("a0", "b0")
    ),
    "what is pushed may come late": History(TWO, [pushed("r", 9.0)], words("a0", "b0")),
    "at the same time": History(
        [append("a", 0, 1.0, 4.0), append("b", 0, 1.0, 4.0)],
        [pushed("r", 2.0, "b0"), pushed("r", 3.0, "a0", "b0")],
        words("a0", "b0"),
    ),
}

BAD = {
    Kind.LOST: History(TWO, [join("r", 2.5)], words("a0", "b0")),
    Kind.VANISHED: History(TWO, [], words("a0")),
    Kind.DUPLICATED: History(TWO, [], words("a0", "b0", "a0")),
    Kind.INVENTED: History(TWO, [pushed("r", 0.5, "a0")], words("a0", "b0")),
    Kind.GAP: History(
        [append("a", 0, 1.0, None), append("a", 1, 1.0, None)], [pushed("r", 2.0, "a1")], words("a0", "a1")
    ),
    Kind.OVERTAKEN: History(TWO, [pushed("r", 3.5, "b0")], words("a0", "b0")),
    Kind.SHRUNK: History(
        [append("a", 0, 1.0, None)], [pushed("r", 2.0, "a0"), pushed("r", 3.0)], words("a0")
    ),
    Kind.FORKED: History(
        [append("a", 0, 1.0, None), append("b", 0, 1.0, None)],
        [pushed("r", 2.0, "a0"), pushed("q", 2.0, "b0")],
        words("a0", "b0"),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_history_passes(name: str) -> None:
    assert anomalies(GOOD[name], behind_seconds=BEHIND) == []


@pytest.mark.parametrize("kind", Kind)
def test_each_anomaly_is_found_and_named(kind: Kind) -> None:
    assert kinds(BAD[kind]) == {kind}


def test_a_word_nobody_wrote_is_invented() -> None:
    history = History(TWO, [], words("a0", "b0", "c0"))
    assert Anomaly(Kind.INVENTED, Word("c", 0), "the end") in anomalies(history, behind_seconds=BEHIND)


def test_another_process_is_not_behind_for_longer_than_it_may() -> None:
    assert kinds(History(TWO, [join("r", 6.5, "a0", via="B")], words("a0", "b0"))) == {Kind.LOST}


def simulated(chance: random.Random, steps: int) -> History:
    """Three processes on one log, each showing prefixes of it: good by construction."""
    history, log, now = History(), list[Word](), 0.0
    numbers = dict.fromkeys("abcd", 0)
    applied = dict.fromkeys("ABC", 0)
    shown = dict.fromkeys("pqrs", 0)
    for _ in range(steps):
        now += 0.01
        via = chance.choice("ABC")
        if chance.random() < 0.6:
            word = Word(writer := chance.choice("abcd"), numbers[writer])
            numbers[writer] += 1
            log.append(word)
            applied[via] = len(log)
            history.appends.append(Append(word, via, now, now + 0.005 if chance.random() < 0.9 else None))
        elif chance.random() < 0.5:
            seen = tuple(log[: applied[via]])
            history.reads.append(Read(f"j{now}", via, now, now + 0.001, seen, joined=True))
        else:
            reader = chance.choice("pqrs")
            shown[reader] = chance.randint(shown[reader], len(log))
            history.reads.append(Read(reader, via, now, now, tuple(log[: shown[reader]])))
    history.final = tuple(chance.sample(log, len(log)))
    return history


@pytest.mark.parametrize("seed", range(10))
def test_a_simulated_log_passes_and_the_same_with_one_word_gone_does_not(seed: int) -> None:
    chance = random.Random(seed)
    # For the whole simulation: here a process may be behind all the time.
    history = simulated(chance, 300)
    assert anomalies(history, behind_seconds=60.0) == []

    acknowledged = chance.choice([a.word for a in history.appends if a.acknowledged is not None])
    history.final = tuple(word for word in history.final if word != acknowledged)
    assert Kind.VANISHED in {anomaly.kind for anomaly in anomalies(history, behind_seconds=60.0)}
