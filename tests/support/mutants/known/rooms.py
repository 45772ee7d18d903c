"""Faults in the engine's rooms: what is acknowledged, shown, admitted and kept."""

from tests.support.mutants.mutant import Change, Mutant, mutant

PART, UNIT_PART = "server/sync/part", "tests/unit/sync/part"
UPDATE, UNIT_UPDATE = "server/sync/update", "tests/unit/sync/update"
DOCUMENT, UNIT_DOCUMENT = "server/sync/document", "tests/unit/sync/document"
SOCKET, UNIT_SOCKET = "server/sync/socket", "tests/unit/sync/socket"
OPEN_COMMIT = f"{UNIT_PART}::test_nobody_is_told_or_served_anything_while_a_commit_is_open"
LOCKED = "tests/integration::test_while_the_database_is_locked_nothing_is_acknowledged_or_shown"
WRITTEN = "await self._settle(turn, await self._writer.write(turn))"
BEFORE = "for edit in turn.edits:\n                "

ROOMS = (
    Mutant(
        "acknowledged before the commit",
        "P2",
        (
            Change(PART, WRITTEN, f"{BEFORE}edit.member.acknowledge(saved=True)\n            {WRITTEN}"),
            Change(PART, "member.outbox.put(member.saved)", "pass"),
        ),
        (OPEN_COMMIT, LOCKED),
    ),
    mutant(
        "broadcast before the commit",
        "P1",
        PART,
        WRITTEN,
        f"{BEFORE}await self._broadcast(edit.update, but=edit.member)\n            {WRITTEN}",
        OPEN_COMMIT,
        LOCKED,
    ),
    mutant(
        "a commit is begun and not waited for",
        "P1",
        PART,
        "outcome = await self.commit(submission)\n",
        "asyncio.ensure_future(self.commit(submission))\n"
        "            outcome = Committed(submission.after + len(submission.rows), None)\n",
        OPEN_COMMIT,
    ),
    mutant(
        "a part with rows missing is served",
        "P5",
        PART,
        "if any(row.seq != seq + place for place, row in enumerate(loaded.rows, 1)):",
        "if False:",
        "tests/unit/sync/test_hub.py::test_a_part_that_was_not_read_whole_is_not_opened_empty",
    ),
    mutant(
        "a part without content is served",
        "P5",
        DOCUMENT,
        "if not replica.known:",
        "if False:",
        f"{UNIT_DOCUMENT}/test_replica.py::test_a_part_of_which_nothing_was_read_is_not_loaded_as_an_empty_one",
    ),
    mutant(
        "what was refused stays in the replica",
        "P1",
        PART,
        "                    await self._start_over(turn)\n                    return\n",
        "                    continue\n",
        f"{UNIT_PART}::test_a_violation_costs_only_who_made_it",
    ),
    mutant(
        "a broadcast comes before the answer it builds on",
        "P5",
        PART,
        "member.cut or (synced and not member.synced):",
        "member.cut:",
        f"{UNIT_PART}::test_a_broadcast_never_comes_before_the_step2_it_builds_on",
    ),
    mutant(
        "a reader's edit is accepted",
        "P3",
        SOCKET,
        "self.may_edit = access.level >= Level.EDIT\n",
        "self.may_edit = access.level >= Level.READ\n",
        f"{UNIT_PART}::test_a_reader_is_told_that_its_change_was_not_saved_and_stays",
        f"{UNIT_PART}::test_a_reader_may_say_what_is_known_and_nothing_else",
    ),
    mutant(
        "who is left with reading writes on",
        "P4",
        SOCKET,
        "access.level >= Level.EDIT and not self.ended",
        "access.level >= Level.READ and not self.ended",
        f"{UNIT_SOCKET}::test_who_may_edit_follows_the_level",
    ),
    mutant(
        "one writes under another person's client id",
        "P6",
        UPDATE,
        'raise Foreign("structs under somebody else\'s client id")',
        "return",
        f"{UNIT_UPDATE}/test_admission.py::TestAuthorship::test_nobody_writes_under_anothers_client_id",
    ),
    mutant(
        "one takes the client id of somebody present",
        "P6",
        PART,
        "if any(self._taken_by_another(client, edit.member) for client in admitted.new_clients):",
        "if False:",
        "tests/unit/sync/test_hub.py::test_who_is_present_elsewhere_keeps_a_client_id_nobody_has_written_under",
    ),
    mutant(
        "one types on in another person's text",
        "P6",
        PART,
        "return replica.text_end(client) if mine else None",
        "return replica.text_end(client)",
        f"{UNIT_PART}/test_typed_frames.py::test_nobody_types_on_in_the_text_of_somebody_else",
    ),
    mutant(
        "types are nested as deep as somebody likes",
        "P7",
        UPDATE,
        "if too_deep:",
        "if False:",
        f"{UNIT_UPDATE}/test_nesting.py::TestNesting::test_eight_new_levels_are_enough_and_nine_too_many",
    ),
    mutant(
        "what has the wrong shape is kept",
        "P7",
        DOCUMENT,
        "raise watched.violations.pop(0)",
        "watched.violations.pop(0)",
        f"{UNIT_DOCUMENT}/test_replica.py::test_a_violation_is_raised_and_names_no_content",
    ),
    mutant(
        "who is refused again and again is read on and on",
        "P7",
        SOCKET,
        "return bucket is not None and bucket.empty",
        "return False",
        f"{UNIT_PART}::test_who_has_sent_too_much_rubbish_is_not_read_any_more",
    ),
    mutant(
        "a room that cannot go on says nothing to who waits",
        "P7",
        PART,
        "        for item in turn:\n            item.member.end(token)\n",
        "",
        f"{UNIT_PART}::test_who_asks_to_join_while_a_turn_fails_is_told",
    ),
)
