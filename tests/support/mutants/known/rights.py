"""Faults in who is let in, cut, and shown to whom, in one process and in several."""

from tests.support.mutants.mutant import Change, Mutant, mutant

PLAN, UNIT_PLAN = "server/sync/plan", "tests/unit/sync/plan"
PART, UNIT_PART = "server/sync/part", "tests/unit/sync/part"
SOCKET, UNIT_SOCKET = "server/sync/socket", "tests/unit/sync/socket"
HUB, WATCHER = "server/sync/hub.py", "server/sync/watcher.py"
UNIT_HUB, UNIT_WATCHER = "tests/unit/sync/test_hub.py", "tests/unit/sync/test_watcher.py"
REDIS, SEAL = "server/fanout/redis/seal.py", "tests/unit/fanout/redis/test_seal.py"
READINGS = "tests/unit/features/accesslog/test_readings.py"
PEOPLE = "tests/integration/test_hostile_people.py"

RIGHTS = (
    mutant(
        "a part is opened whatever the level",
        "P3",
        PLAN,
        "return participant if self._rights.access(participant.id, part).level >= Level.READ else None",
        "return participant",
        f"{UNIT_PLAN}::test_a_part_one_may_not_read_is_not_there",
    ),
    mutant(
        "the level is not looked at again when a part is loaded",
        "P4",
        PLAN,
        "if access.level < Level.READ:",
        "if False:",
        f"{UNIT_PLAN}::test_a_right_that_ends_while_the_part_is_loaded_lets_nobody_in",
    ),
    mutant(
        "an opening is not logged",
        "rule 14",
        PLAN,
        "rights.plan, part, participant)\n",
        "rights.plan, part, participant) if False else None\n",
        f"{UNIT_PLAN}::test_a_part_is_loaded_once_however_many_come_at_the_same_time",
    ),
    mutant(
        "a part is shown before its opening is durable",
        "rule 14",
        "server/features/accesslog",
        "await reading.settled\n",
        "pass\n",
        f"{READINGS}::test_nothing_is_shown_before_its_opening_is_durable",
    ),
    mutant(
        "rights are acted upon however old they are",
        "P4",
        PLAN,
        "return self._invalidated_at < self._confirmed_at > self.now() - FRESH_SECONDS",
        "return True",
        f"{UNIT_PLAN}::test_what_is_known_may_be_acted_upon_for_five_seconds_and_longer_once_confirmed",
        f"{UNIT_WATCHER}::test_nothing_goes_out_while_rights_cannot_be_confirmed_and_everything_afterwards",
    ),
    mutant(
        "who has lost the part is not cut",
        "P4",
        SOCKET,
        "            self.end(Token.CONSENT_WITHDRAWN)\n            return False\n",
        "            return False\n",
        f"{UNIT_PLAN}::test_a_withdrawal_cuts_who_is_in_before_it_returns",
        "tests/integration/test_revocation.py"
        "::test_reading_stops_within_a_second_of_the_answer_and_the_other_documents_go_on",
    ),
    mutant(
        "what waits for somebody who was cut is still sent",
        "P4",
        SOCKET,
        "if (recipient is None or not recipient.cut) and not self.write(data):",
        "if not self.write(data):",
        f"{UNIT_SOCKET}::test_nothing_of_a_document_that_was_cut_is_sent_any_more",
    ),
    mutant(
        "who was cut is sent what comes after it",
        "P4",
        SOCKET,
        "if self.closing is not None or (recipient is not None and recipient.cut):",
        "if self.closing is not None:",
        f"{UNIT_SOCKET}::test_a_document_that_was_cut_is_sent_nothing_more_by_a_wire_that_takes_everything",
    ),
    mutant(
        "who is signed out is sent what waited",
        "P4",
        SOCKET,
        "            self._queue.clear()\n            self.size = 0\n",
        "            pass\n",
        f"{UNIT_SOCKET}::test_who_is_signed_out_is_sent_nothing_of_what_waited",
    ),
    Mutant(
        "what somebody wrote before being cut still counts",
        "P4",
        (
            Change(PART, "if edit.member.ended or edit.member in refused:", "if edit.member in refused:"),
            Change(SOCKET, "        self.may_edit = False\n", ""),
        ),
        (f"{UNIT_PART}::test_what_somebody_sent_before_being_cut_does_not",),
    ),
    mutant(
        "rights lost while the turn was read are not looked at",
        "P4",
        PART,
        "if not new.permitted:",
        "if False:",
        f"{UNIT_PART}::test_what_was_admitted_before_a_period_ended_is_not_committed_after_it",
    ),
    # Who is seen by whom.
    mutant(
        "in the channel everybody sees everybody",
        "rule 17",
        PLAN,
        "return other is not None and self._rights.tells_presence(member.participant.id, other)",
        "return other is not None",
        f"{UNIT_PLAN}::test_one_hears_only_of_those_one_may_know_of",
        f"{UNIT_PLAN}::test_who_comes_later_is_shown_whom_it_may_know_of",
    ),
    mutant(
        "who may no longer be known stays shown",
        "rule 17",
        PART,
        "in before - now)",
        "in ())",
        f"{UNIT_PLAN}::test_when_rights_change_people_appear_and_disappear",
    ),
    mutant(
        "a caret under a client id that somebody else writes under",
        "P6",
        PART,
        "return isinstance(holder, Member) and owner == holder.participant.person",
        "return True",
        f"{UNIT_PART}::test_nobody_shows_a_caret_under_a_client_id_that_somebody_else_writes_under",
        f"{PEOPLE}::test_nobody_shows_a_caret_under_a_client_id_that_is_not_theirs",
    ),
    mutant(
        "another person's caret is moved",
        "P6",
        PART,
        "not entry.over and self._same(held.holder, holder)",
        "not entry.over",
        f"{UNIT_PART}::test_nobody_moves_or_removes_anothers_caret",
    ),
    mutant(
        "a client says itself who it is",
        "P6",
        PART,
        '{"user": user, "cursor": _caret(state)}',
        '{"user": user, **state, "cursor": _caret(state)}',
        f"{UNIT_PART}::test_the_server_writes_who_somebody_is_and_takes_only_the_caret",
    ),
    # Several processes.
    mutant(
        "other processes are not told that rights changed",
        "P4",
        HUB,
        "publish(plan, AccessVersionChanged())",
        "publish(plan, AccessVersionChanged()) if False else None",
        f"{UNIT_HUB}::test_a_withdrawal_told_by_another_process_cuts_who_is_in_here",
    ),
    mutant(
        "a change of rights that is told is trusted only later",
        "P4",
        PLAN,
        "self._invalidated_at = self.now()",
        "pass",
        f"{UNIT_HUB}::test_a_withdrawal_told_by_another_process_cuts_who_is_in_here",
    ),
    mutant(
        "other processes are not told that a session ended",
        "P4",
        HUB,
        "publish(None, SessionEnded(session_key))",
        "publish(None, SessionEnded(session_key)) if False else None",
        f"{UNIT_HUB}::test_a_session_that_ends_closes_its_sockets_in_every_process",
    ),
    mutant(
        "other processes are not told of rows",
        "P5",
        PART,
        "if settled.rows and self._context.publish is not None:",
        "if False:",
        f"{UNIT_PART}::test_who_is_in_the_same_part_in_two_processes_reads_each_other",
    ),
    mutant(
        "nobody looks whether rights have changed elsewhere",
        "P4",
        WATCHER,
        "await self._check_rights()",
        "pass",
        f"{UNIT_WATCHER}::test_a_withdrawal_is_found_and_cuts_who_is_in",
    ),
    mutant(
        "another version that is found changes nothing",
        "P4",
        PLAN,
        "if not self.rights.confirmed(version, asked_at):",
        "if self.rights.confirmed(version, asked_at):",
        f"{UNIT_WATCHER}::test_a_withdrawal_is_found_and_cuts_who_is_in",
    ),
    mutant(
        "nobody looks whether a log has gone on elsewhere",
        "P5",
        WATCHER,
        "await self._check_logs()",
        "pass",
        f"{UNIT_PART}::test_all_converge_without_any_message_as_soon_as_each_has_looked",
    ),
    mutant(
        "nobody looks whether a session has ended elsewhere",
        "P4",
        WATCHER,
        "self._sockets.end_session(sessions[over])",
        "pass",
        f"{UNIT_WATCHER}::test_a_session_that_ended_elsewhere_closes_its_sockets",
    ),
    mutant(
        "what another process said is heard again",
        "P3",
        REDIS,
        "if counter <= sender.last:",
        "if counter < 0:",
        f"{SEAL}::test_nothing_is_heard_twice_or_after_something_said_later",
    ),
    Mutant(
        "what another process said of one plan counts for any",
        "P3",
        (
            Change(REDIS, "body, header + channel)", "body, header)"),
            Change(REDIS, "envelope[_HEADER.size :], header + channel)", "envelope[_HEADER.size :], header)"),
        ),
        (f"{SEAL}::test_nothing_can_be_moved_to_another_plan",),
    ),
)
