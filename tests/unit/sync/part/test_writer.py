from __future__ import annotations

import pytest

from server.domain.access import Access, Level
from server.domain.plan import Kind, PersonId
from server.ports.log import AccessChanged, StorageUnavailable
from server.sync.part.turn import Verdict, Work, Written
from server.sync.protocol.closings import Token
from server.sync.socket.limits import Strikes
from tests.unit.sync.fakes import Heard, MemoryLog, Page, SomeRights, a_writer
from tests.unit.sync.writing import GAP, settle, verdicts


async def test_what_is_admitted_is_committed_and_told_as_one_update(log: MemoryLog) -> None:
    one, two = Page(log, 11), Page(log, 12)
    works = [Work(Heard("a").member, one.type("Hei. ")), Work(Heard("b").member, two.type("Hallo. "))]
    written = await settle(a_writer(log), works)
    assert verdicts(works) == [Verdict.ACCEPTED] * 2
    one.doc.apply_update(written.update)
    assert str(one.body) == log.text
    assert log.clients == {7: "server", 11: "a", 12: "b"}


async def test_a_row_is_a_run_of_one_participants_frames(log: MemoryLog) -> None:
    one, two = Page(log, 11), Page(log, 12)
    a, b = Heard("a").member, Heard("b").member
    works = [
        Work(a, one.type("1")), Work(a, one.type("2")), Work(b, two.type("3")), Work(a, one.type("4")),
    ]  # fmt: skip
    await settle(a_writer(log), works)
    assert [row.person for row in log.rows] == ["server", "a", "b", "a"]


async def test_a_frame_that_says_nothing_new_is_accepted_without_a_row(log: MemoryLog) -> None:
    page, member = Page(log, 11), Heard("a").member
    update, w = page.type("Hei"), a_writer(log)
    await settle(w, [Work(member, update)])
    again = [Work(member, update), Work(member, page.doc.get_update(), answer=True), Work(member, b"\0\0")]
    assert await settle(w, again) == Written()
    assert verdicts(again) == [Verdict.ACCEPTED] * 3
    assert len(log.rows) == 2


@pytest.mark.rule("P7")
async def test_a_violation_costs_only_who_made_it(log: MemoryLog) -> None:
    good, bad = Page(log, 11), Page(log, 12)
    a, b = Heard("a").member, Heard("b").member
    works = [
        Work(a, good.type("før ")),
        Work(b, bad.misplace()),
        Work(b, bad.type("etter")),
        Work(a, good.type("nå")),
    ]
    await settle(a_writer(log), works)
    assert verdicts(works) == [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert "før nå" in log.text
    assert "løst" not in log.text
    assert "etter" not in log.text


async def test_rights_that_moved_but_leave_the_author_edit_cost_one_more_commit(log: MemoryLog) -> None:
    w = a_writer(log)
    log.version = 2
    works = [Work(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(w, works)
    assert verdicts(works) == [Verdict.ACCEPTED]
    assert [submission.access_version for submission in log.appended] == [1, 2]
    assert len(log.rows) == 2


@pytest.mark.parametrize("has_left", [False, True], ids=["is here", "has left"])
async def test_who_lost_edit_before_the_commit_writes_nothing_and_others_do(
    log: MemoryLog, has_left: bool
) -> None:
    loser, keeper = Heard("loser").member, Heard("keeper").member

    def withdrawn() -> None:
        loser.regrant(Access(Level.READ))

    w = a_writer(log, SomeRights(log, withdrawn))
    log.version = 2
    works = [Work(loser, Page(log, 11).type("tapt")), Work(keeper, Page(log, 12).type("beholdt"))]
    if has_left:
        loser.leave()
    await settle(w, works)
    assert verdicts(works) == [Verdict.DECLINED, Verdict.ACCEPTED]
    assert "beholdt" in log.text
    assert "tapt" not in log.text


async def test_what_somebody_sent_before_leaving_counts(log: MemoryLog) -> None:
    member = Heard("a").member
    works = [Work(member, Page(log, 11).type("sist"))]
    member.leave()
    await settle(a_writer(log), works)
    assert "sist" in log.text


@pytest.mark.rule("P4")
async def test_what_somebody_sent_before_being_cut_does_not(log: MemoryLog) -> None:
    member = Heard("a").member
    works = [Work(member, Page(log, 11).type("sist"))]
    member.end(Token.CONSENT_WITHDRAWN)
    member.leave()
    await settle(a_writer(log), works)
    assert len(log.rows) == 1


async def test_a_client_id_taken_meanwhile_is_refused(log: MemoryLog) -> None:
    w = a_writer(log)
    log.clients[11] = PersonId("somebody else")
    works = [Work(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(w, works)
    assert verdicts(works) == [Verdict.REFUSED]
    assert len(log.rows) == 1


async def test_an_unreachable_database_is_asked_again_with_the_same_batch(log: MemoryLog) -> None:
    log.answers.extend([StorageUnavailable("away"), StorageUnavailable("away")])
    works = [Work(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(a_writer(log), works)
    assert verdicts(works) == [Verdict.ACCEPTED]
    assert len({submission.batch for submission in log.appended}) == 1


async def test_when_it_stays_away_nothing_is_said(log: MemoryLog) -> None:
    log.answers.extend([StorageUnavailable("away")] * 3)
    log.away = True
    with pytest.raises(StorageUnavailable):
        await settle(a_writer(log), [Work(Heard("a").member, Page(log, 11).type("Hei"))])
    assert len(log.rows) == 1


async def test_an_early_frame_is_asked_about_and_the_third_in_vain_refused(log: MemoryLog) -> None:
    w, member = a_writer(log), Heard("a").member
    for expected in (Verdict.AHEAD, Verdict.AHEAD, Verdict.REFUSED):
        works = [Work(member, GAP)]
        await settle(w, works)
        assert verdicts(works) == [expected]
        member.patience.answered()


async def test_early_frames_are_excused_while_the_answer_is_on_its_way(log: MemoryLog) -> None:
    """Backspace held down after a reconnect, before the page's Step2 has come."""
    w, member, page = a_writer(log), Heard("a").member, Page(log, 11)
    member.patience.asked()
    page.type("skrevet uten nett")
    early = [Work(member, page.type(str(number))) for number in range(30)]
    await settle(w, early)
    assert set(verdicts(early)) == {Verdict.AHEAD}
    answer = [Work(member, page.doc.get_update(), answer=True)]
    await settle(w, answer)
    assert verdicts(answer) == [Verdict.ACCEPTED]
    assert "skrevet uten nett" in log.text


async def test_others_violations_do_not_use_up_somebodys_patience(log: MemoryLog) -> None:
    """Each starts the turn over, and the early frame is judged anew; it counts once."""
    member = Heard("a").member
    early = Work(member, GAP)
    bad = [Work(Heard(f"b{n}").member, Page(log, 20 + n).misplace()) for n in range(5)]
    w = a_writer(log)
    await settle(w, [early, *bad])
    assert early.verdict is Verdict.AHEAD
    assert set(verdicts(bad)) == {Verdict.REFUSED}
    for expected in (Verdict.AHEAD, Verdict.REFUSED):
        member.patience.answered()
        works = [Work(member, GAP)]
        await settle(w, works)
        assert verdicts(works) == [expected]


@pytest.mark.rule(7)
async def test_a_reader_may_say_what_is_known_and_nothing_else(log: MemoryLog) -> None:
    reader, page = Heard("r", Level.COMMENT).member, Page(log, 11)
    works = [Work(reader, page.doc.get_update()), Work(reader, page.type("nytt")), Work(reader, GAP)]
    await settle(a_writer(log), works)
    assert verdicts(works) == [Verdict.ACCEPTED, Verdict.DECLINED, Verdict.DECLINED]
    assert len(log.rows) == 1


async def test_a_part_has_a_size(log: MemoryLog) -> None:
    works = [Work(Heard("a").member, Page(log, 11).type("x" * 400))]
    await settle(a_writer(log, max_part_bytes=300), works)
    assert (verdicts(works), works[0].token) == ([Verdict.REFUSED], Token.TOO_LARGE)


async def test_who_has_sent_too_much_rubbish_is_not_read_any_more(log: MemoryLog) -> None:
    strikes = Strikes(burst=2, per_second=0)
    w, member, page = a_writer(log, strikes=strikes), Heard("a").member, Page(log, 11)
    for _ in range(2):
        await settle(w, [Work(member, b"\x01")])
    works = [Work(member, page.type("Hei")), Work(Heard("b").member, Page(log, 12).type("Hallo"))]
    await settle(w, works)
    assert verdicts(works) == [Verdict.REFUSED, Verdict.ACCEPTED]


async def test_a_new_title_is_committed_with_the_change_that_made_it() -> None:
    log = MemoryLog(Kind.GOAL)
    page = Page(log, 11)
    works = [Work(Heard("a").member, page.made(lambda: page.fields["title"].insert(0, "Bo for seg selv")))]
    written = await settle(a_writer(log), works)
    assert written.title_changed
    assert log.appended[0].title == "Bo for seg selv"


async def test_a_turn_that_ends_with_nobody_left_commits_nothing(log: MemoryLog) -> None:
    member = Heard("a").member
    w = a_writer(log, SomeRights(log, lambda: member.end(Token.CONSENT_WITHDRAWN)))
    log.answers.append(AccessChanged())
    written = await settle(w, [Work(member, Page(log, 11).type("Hei"))])
    assert written == Written()
    assert len(log.rows) == 1
    assert w.replica.seq == 1
