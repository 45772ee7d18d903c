from __future__ import annotations

import pytest

from server.domain.access import Access, Level
from server.domain.plan import Kind, PersonId
from server.ports.log import AccessChanged, Projection, StorageUnavailable
from server.sync.document import ydoc
from server.sync.part.turn import Edit, Settled, Verdict
from server.sync.protocol.closings import Token
from server.sync.socket.limits import Strikes
from server.sync.socket.write_limits import Labour
from tests.unit.sync.fakes import Heard, MemoryLog, Page, SomeRights, a_writer
from tests.unit.sync.writing import GAP, settle, verdicts


async def test_what_is_admitted_is_committed_and_told_as_one_update(log: MemoryLog) -> None:
    one, two = Page(log, 11), Page(log, 12)
    edits = [Edit(Heard("a").member, one.type("Hei. ")), Edit(Heard("b").member, two.type("Hallo. "))]
    settled = await settle(a_writer(log), edits)
    assert verdicts(edits) == [Verdict.ACCEPTED] * 2
    one.doc.apply_update(settled.update)
    assert str(one.body) == log.text
    assert log.clients == {7: "server", 11: "a", 12: "b"}


async def test_a_row_is_a_run_of_one_participants_frames(log: MemoryLog) -> None:
    one, two = Page(log, 11), Page(log, 12)
    a, b = Heard("a").member, Heard("b").member
    edits = [
        Edit(a, one.type("1")), Edit(a, one.type("2")), Edit(b, two.type("3")), Edit(a, one.type("4")),
    ]  # fmt: skip
    await settle(a_writer(log), edits)
    assert [row.person for row in log.rows] == ["server", "a", "b", "a"]


async def test_a_frame_that_says_nothing_new_is_accepted_without_a_row(log: MemoryLog) -> None:
    page, member = Page(log, 11), Heard("a").member
    update, w = page.type("Hei"), a_writer(log)
    await settle(w, [Edit(member, update)])
    again = [Edit(member, update), Edit(member, page.doc.get_update(), answer=True), Edit(member, b"\0\0")]
    assert await settle(w, again) == Settled()
    assert verdicts(again) == [Verdict.ACCEPTED] * 3
    assert len(log.rows) == 2


@pytest.mark.rule("P7")
async def test_a_violation_costs_only_who_made_it(log: MemoryLog) -> None:
    good, bad = Page(log, 11), Page(log, 12)
    a, b = Heard("a").member, Heard("b").member
    edits = [
        Edit(a, good.type("før ")),
        Edit(b, bad.misplace()),
        Edit(b, bad.type("etter")),
        Edit(a, good.type("nå")),
    ]
    await settle(a_writer(log), edits)
    assert verdicts(edits) == [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert "før nå" in log.text
    assert "løst" not in log.text
    assert "etter" not in log.text


async def test_rights_that_moved_but_leave_the_author_edit_cost_one_more_commit(log: MemoryLog) -> None:
    w = a_writer(log)
    log.version = 2
    edits = [Edit(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(w, edits)
    assert verdicts(edits) == [Verdict.ACCEPTED]
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
    edits = [Edit(loser, Page(log, 11).type("tapt")), Edit(keeper, Page(log, 12).type("beholdt"))]
    if has_left:
        loser.leave()
    await settle(w, edits)
    assert verdicts(edits) == [Verdict.DECLINED, Verdict.ACCEPTED]
    assert "beholdt" in log.text
    assert "tapt" not in log.text


async def test_what_somebody_sent_before_leaving_counts(log: MemoryLog) -> None:
    member = Heard("a").member
    edits = [Edit(member, Page(log, 11).type("sist"))]
    member.leave()
    await settle(a_writer(log), edits)
    assert "sist" in log.text


@pytest.mark.rule("P4")
async def test_what_somebody_sent_before_being_cut_does_not(log: MemoryLog) -> None:
    member = Heard("a").member
    edits = [Edit(member, Page(log, 11).type("sist"))]
    member.end(Token.CONSENT_WITHDRAWN)
    member.leave()
    await settle(a_writer(log), edits)
    assert len(log.rows) == 1


async def test_a_client_id_taken_meanwhile_is_refused(log: MemoryLog) -> None:
    w = a_writer(log)
    log.clients[11] = PersonId("somebody else")
    edits = [Edit(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(w, edits)
    assert verdicts(edits) == [Verdict.REFUSED]
    assert len(log.rows) == 1


async def test_an_unreachable_database_is_asked_again_with_the_same_batch(log: MemoryLog) -> None:
    log.answers.extend([StorageUnavailable("away"), StorageUnavailable("away")])
    edits = [Edit(Heard("a").member, Page(log, 11).type("Hei"))]
    await settle(a_writer(log), edits)
    assert verdicts(edits) == [Verdict.ACCEPTED]
    assert len({submission.batch for submission in log.appended}) == 1


async def test_when_it_stays_away_nothing_is_said(log: MemoryLog) -> None:
    log.answers.extend([StorageUnavailable("away")] * 3)
    log.away = True
    with pytest.raises(StorageUnavailable):
        await settle(a_writer(log), [Edit(Heard("a").member, Page(log, 11).type("Hei"))])
    assert len(log.rows) == 1


async def test_an_early_frame_is_asked_about_and_the_third_in_vain_refused(log: MemoryLog) -> None:
    w, member = a_writer(log), Heard("a").member
    for expected in (Verdict.AHEAD, Verdict.AHEAD, Verdict.REFUSED):
        edits = [Edit(member, GAP)]
        await settle(w, edits)
        assert verdicts(edits) == [expected]
        member.ahead_frames.step2_handled()


async def test_a_step2_too_large_is_asked_for_again_as_long_as_something_new_came(log: MemoryLog) -> None:
    w, page = a_writer(log), Page(log, 11)
    writing, reading = Heard("a").member, Heard("a", Level.READ).member
    for number, expected in enumerate((Verdict.AHEAD, Verdict.AHEAD, Verdict.AHEAD, Verdict.REFUSED)):
        edits = [Edit(member, b"", answer=True, large=True) for member in (writing, reading)]
        if number == 1:
            edits.insert(0, Edit(writing, page.type("Hei")))
        await settle(w, edits)
        assert verdicts(edits)[-2:] == [expected, Verdict.DECLINED]
        writing.ahead_frames.step2_handled()
    assert edits[0].token is Token.TOO_LARGE


async def test_early_frames_are_excused_while_the_answer_is_on_its_way(log: MemoryLog) -> None:
    """Backspace held down after a reconnect, before the page's Step2 has come."""
    w, member, page = a_writer(log), Heard("a").member, Page(log, 11)
    member.ahead_frames.step1_sent()
    page.type("skrevet uten nett")
    early = [Edit(member, page.type(str(number))) for number in range(30)]
    await settle(w, early)
    assert set(verdicts(early)) == {Verdict.AHEAD}
    answer = [Edit(member, page.doc.get_update(), answer=True)]
    await settle(w, answer)
    assert verdicts(answer) == [Verdict.ACCEPTED]
    assert "skrevet uten nett" in log.text


async def test_others_violations_do_not_use_up_somebodys_patience(log: MemoryLog) -> None:
    """Each starts the turn over, and the early frame is judged anew; it counts once."""
    member = Heard("a").member
    early = Edit(member, GAP)
    bad = [Edit(Heard(f"b{n}").member, Page(log, 20 + n).misplace()) for n in range(5)]
    w = a_writer(log)
    await settle(w, [early, *bad])
    assert early.verdict is Verdict.AHEAD
    assert set(verdicts(bad)) == {Verdict.REFUSED}
    for expected in (Verdict.AHEAD, Verdict.REFUSED):
        member.ahead_frames.step2_handled()
        edits = [Edit(member, GAP)]
        await settle(w, edits)
        assert verdicts(edits) == [expected]


@pytest.mark.rule(7)
async def test_a_reader_may_say_what_is_known_and_nothing_else(log: MemoryLog) -> None:
    reader, page = Heard("r", Level.COMMENT).member, Page(log, 11)
    edits = [Edit(reader, page.doc.get_update()), Edit(reader, page.type("nytt")), Edit(reader, GAP)]
    await settle(a_writer(log), edits)
    assert verdicts(edits) == [Verdict.ACCEPTED, Verdict.DECLINED, Verdict.DECLINED]
    assert len(log.rows) == 1


async def test_a_part_has_a_size(log: MemoryLog) -> None:
    edits = [Edit(Heard("a").member, Page(log, 11).type("x" * 400))]
    await settle(a_writer(log, max_part_bytes=300), edits)
    assert (verdicts(edits), edits[0].token) == ([Verdict.REFUSED], Token.TOO_LARGE)


async def test_who_has_sent_too_much_rubbish_is_not_read_any_more(log: MemoryLog) -> None:
    strikes = Strikes(burst=2, per_second=0)
    w, member, page = a_writer(log, strikes=strikes), Heard("a").member, Page(log, 11)
    for _ in range(2):
        await settle(w, [Edit(member, b"\x01")])
    edits = [Edit(member, page.type("Hei")), Edit(Heard("b").member, Page(log, 12).type("Hallo"))]
    await settle(w, edits)
    assert verdicts(edits) == [Verdict.REFUSED, Verdict.ACCEPTED]


@pytest.mark.rule("P7")
async def test_who_is_barred_may_say_what_is_known_and_read_on(log: MemoryLog) -> None:
    strikes = Strikes(burst=1, per_second=0)
    w, page = a_writer(log, strikes=strikes), Page(log, 11)
    writing, reading = Heard("a").member, Heard("a", Level.READ).member
    await settle(w, [Edit(Heard("b").member, page.type("Hei på deg"))])
    await settle(w, [Edit(Heard("b").member, page.made(lambda: page.block_text(0).__delitem__(slice(0, 4))))])
    strikes.count("a")
    again = [Edit(member, page.doc.get_update(), answer=True) for member in (writing, reading)]
    news = [
        Edit(reading, Page(log, 12).type("nytt"), answer=True),
        Edit(reading, GAP),
        Edit(Heard("a").member, GAP),
    ]
    await settle(w, [*again, *news])
    assert verdicts(again) == [Verdict.ACCEPTED] * 2
    assert verdicts(news) == [Verdict.DECLINED, Verdict.DECLINED, Verdict.REFUSED]


async def test_a_new_title_is_committed_with_the_change_that_made_it() -> None:
    log = MemoryLog(Kind.GOAL)
    page = Page(log, 11)
    edits = [Edit(Heard("a").member, page.made(lambda: page.fields["title"].insert(0, "Bo for seg selv")))]
    settled = await settle(a_writer(log), edits)
    assert settled.projection == log.appended[0].projection == Projection("Bo for seg selv")


async def test_a_turn_that_ends_with_nobody_left_commits_nothing(log: MemoryLog) -> None:
    member = Heard("a").member
    w = a_writer(log, SomeRights(log, lambda: member.end(Token.CONSENT_WITHDRAWN)))
    log.answers.append(AccessChanged())
    settled = await settle(w, [Edit(member, Page(log, 11).type("Hei"))])
    assert settled == Settled()
    assert len(log.rows) == 1
    assert w.log_follower.replica.seq == 1


@pytest.mark.rule("P7")
async def test_who_begins_too_many_client_ids_comes_again_later(log: MemoryLog) -> None:
    """Each stays in the state vector that everybody sends; with enough of them nobody could open the part."""
    w, member = a_writer(log, labour=Labour(client_ids=2, client_ids_per_second=0)), Heard("a").member
    pages = [Page(log, client) for client in (11, 12, 13)]
    edits = [Edit(member, page.type("Hei")) for page in pages]
    await settle(w, edits)
    assert verdicts(edits) == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED]
    assert edits[2].token == Token.OVERLOADED
    more = [Edit(Heard("a").member, pages[0].type("!")), Edit(Heard("b").member, Page(log, 14).type("Hallo"))]
    await settle(w, more)
    assert verdicts(more) == [Verdict.ACCEPTED, Verdict.ACCEPTED]


@pytest.mark.rule("P7")
async def test_an_edit_that_takes_too_much_work_is_not_stored_and_others_go_on(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ydoc, "USUAL", -0.1)
    w = a_writer(log, labour=Labour(seconds=8, seconds_per_second=0))
    page = Page(log, 11)
    page.type("Hei")
    for _ in range(120):
        page.block_text(0).insert(0, "x")
    await settle(w, [Edit(Heard("b").member, Page(log, 12).type("Hallo"))])
    costly = Edit(Heard("a").member, page.doc.get_update(), answer=True)
    await settle(w, [costly])
    assert (costly.verdict, costly.token) == (Verdict.REFUSED, Token.OVERLOADED)
    assert [row.person for row in log.rows][1:] == ["b"]
    await settle(w, [Edit(Heard("b").member, Page(log, 13).type("Hallo"))])
    assert [row.person for row in log.rows][1:] == ["b", "b"]
