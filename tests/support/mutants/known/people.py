"""Faults in levels and knowing, and in what commands and queries refuse."""

from tests.support.mutants.mutant import Change, Mutant, mutant

SIGHT, UNIT_SIGHT = "server/domain/sight.py", "tests/unit/domain/test_sight.py"
ACCESS, UNIT_ACCESS = "server/domain/access.py", "tests/unit/domain/test_access.py"
CONSENT, UNIT_CONSENT = "server/features/consent", "tests/unit/features/consent"
COMMENTS, UNIT_COMMENTS = "server/features/comments", "tests/unit/features/comments"
PARTS, UNIT_PARTS = "server/features/parts", "tests/unit/features/parts"
STALE = "tests/unit/features/test_stale_rights.py"
STALE_COMMAND = f"{STALE}::test_a_command_asked_for_before_a_withdrawal_and_written_after_it_is_refused"
HTTP_PLAN, ALIKE = "tests/integration/test_http_plan.py", "tests/integration/test_leak_oracle_alike.py"


def _read_before(sight: str, by: str) -> str:
    """Rights as a transaction of their own reads them, before the one that relies on them."""
    return (
        f"now = self._clock()\n        {sight} = await self._database.read("
        f"lambda connection: {by}(connection, {'plan' if by == 'sight_in' else 'part'}, principal, now))\n"
    )


PEOPLE = (
    mutant(
        "a provider comes in whatever their login proved",
        "P3",
        "server/domain/identity/principal.py",
        "return who.organisation_number == self.organisation",
        "return True",
        "tests/unit/domain/identity/test_principal.py"
        "::test_a_participation_opens_to_whose_login_proved_its_organisation",
        "tests/integration/test_proven_organisations.py::test_without_that_proof_there_is_no_plan_anywhere",
    ),
    mutant(
        "a plan's answer names what cannot be read",
        "P3",
        "server/domain/own_list.py",
        "mine = compress(zip(self._parts, self._mine, rows, strict=True), self._mine)",
        "mine = zip(self._parts, self._mine, rows, strict=True)",
        "tests/unit/domain/test_own_list.py::test_it_has_no_gap_where_a_part_cannot_be_read",
        f"{HTTP_PLAN}::test_everybody_sees_their_column_of_the_default_matrix",
    ),
    mutant(
        "levels name what cannot be read",
        "P3",
        SIGHT,
        "for part, access in self._accesses.items() if access.level >= Level.READ}",
        "for part, access in self._accesses.items()}",
        f"{UNIT_SIGHT}::test_levels_lists_exactly_what_can_at_least_be_read",
        f"{UNIT_COMMENTS}/test_store.py::test_open_threads_are_counted_where_one_may_read",
    ),
    mutant(
        "everybody knows everybody",
        "rule 17",
        SIGHT,
        "return other in self._knowing",
        "return True",
        f"{UNIT_SIGHT}::test_you_know_of_each_other_when_you_share_a_part",
    ),
    mutant(
        "a plan's answer names everybody",
        "rule 17",
        SIGHT,
        "if self.me.role not in _KNOWN_TO_ALL:",
        "if False:",
        f"{UNIT_SIGHT}::test_you_know_of_each_other_when_you_share_a_part",
        f"{HTTP_PLAN}::test_you_know_of_those_you_share_a_part_with_the_owner_and_the_coordinator",
    ),
    mutant(
        "a responsible one may not know of is named",
        "rule 17",
        "server/domain/own_list.py",
        "responsible=part.responsible if part.responsible in named else None",
        "responsible=part.responsible",
        f"{HTTP_PLAN}::test_a_responsible_one_may_not_know_of_is_not_named",
    ),
    mutant(
        "the ended are let in",
        "rule 10",
        "server/domain/plan.py",
        "return self.ended_at is None and (",
        "return (",
        f"{UNIT_CONSENT}/test_ending.py::test_who_was_ended_has_no_plan_any_more",
    ),
    mutant(
        "a hidden part is forbidden, where an absent one is not found",
        "P3",
        SIGHT,
        "        if level is None:\n            raise NotFound\n",
        "        if level is None:\n            raise Forbidden if part in self.access.parts else NotFound\n",
        f"{UNIT_SIGHT}::test_a_part_that_is_hidden_is_refused_as_one_that_does_not_exist",
        f"{ALIKE}::test_a_hidden_part_answers_as_none",
    ),
    mutant(
        "who adds a section is told of a hidden one",
        "P3",
        SIGHT,
        "raise Exists if there in self.levels else Forbidden",
        "raise Exists",
        f"{UNIT_SIGHT}::test_who_may_not_see_a_section_is_not_told_that_it_is_there",
    ),
    mutant(
        "who may only read may change",
        "rule 9",
        SIGHT,
        "if level < needed:",
        "if False:",
        f"{UNIT_SIGHT}::test_a_part_is_given_from_the_level_that_is_needed",
        "tests/integration/test_http_parts.py::test_who_may_only_read_or_comment_changes_nothing",
    ),
    mutant(
        "an opening does not end",
        "rule 9",
        ACCESS,
        "        if until is not None and until <= self._now:\n            return NOTHING\n",
        "",
        f"{UNIT_ACCESS}::test_the_fold_answers_as_the_table_says",
    ),
    mutant(
        "withdrawing a kind leaves openings of its single parts",
        "rule 9",
        ACCESS,
        "closed.number > decided.number",
        "False",
        f"{UNIT_ACCESS}::test_the_fold_answers_as_the_table_says",
    ),
    mutant(
        "a creator's edit goes on whatever is signed about the kind",
        "rule 9",
        ACCESS,
        "last is not None and last.number > part.created_after",
        "not part.id",
        f"{UNIT_ACCESS}::test_the_fold_answers_as_the_table_says",
    ),
    mutant(
        "what is proposed or kept is open to whoever the kind was opened to before",
        "rule 9",
        ACCESS,
        "part.apart and last.number <= part.created_after",
        "not part.id",
        "tests/unit/domain/test_access_proposing.py"
        "::test_proposals_and_what_is_kept_are_seen_as_the_table_says",
    ),
    mutant(
        "a withdrawn kind leaves the right to propose some of it",
        "rule 9",
        ACCESS,
        "d.level is Level.NONE and d.number > last.number",
        "not d.number",
        "tests/unit/domain/test_access_proposing.py::test_proposing_is_by_the_last_decision_about_it",
    ),
    mutant(
        "what is put away is written on",
        "rule 11",
        SIGHT,
        "level=min(found[part].level, Level.READ)",
        "level=found[part].level",
        f"{UNIT_PARTS}/test_putting_away.py"
        "::test_what_is_put_away_is_read_by_who_read_it_and_written_by_nobody",
    ),
    mutant(
        "a decision about a kind reaches what was kept from its signer",
        "rule 12",
        ACCESS,
        "if part.id not in d.beyond",
        "if True",
        f"{UNIT_ACCESS}::test_a_decision_about_a_kind_leaves_as_it_was_what_is_kept_from_its_signer",
    ),
    mutant(
        "a title ends the quotation it stands in",
        "rule 9",
        CONSENT,
        "title=quoted(about.title)",
        "title=about.title",
        f"{UNIT_CONSENT}::test_no_name_or_title_can_be_taken_for_the_sentence",
    ),
    mutant(
        "anybody signs",
        "rule 13",
        f"{CONSENT}/rules.py",
        "if not signer.may_sign:",
        "if False:",
        f"{UNIT_CONSENT}::test_nobody_else_signs",
    ),
    mutant(
        "a representative opens for themselves",
        "rule 13",
        CONSENT,
        "if whom.id == signer.me.id or ",
        "if ",
        f"{UNIT_CONSENT}::test_a_mandate_does_not_reach",
    ),
    mutant(
        "a representative gives more than they have",
        "rule 13",
        CONSENT,
        " or mine.level < given",
        "",
        f"{UNIT_CONSENT}::test_a_representative_gives_at_most_what_they_have",
    ),
    mutant(
        "a representative opens the owner's notes",
        "rule 12",
        CONSENT,
        " or kind is Kind.OWN_NOTES",
        "",
        f"{UNIT_CONSENT}::test_own_notes_are_the_owners_alone_also_where_a_representative_reads_them",
    ),
    mutant(
        "what is kept from a representative is reached by what they sign",
        "rule 12",
        CONSENT,
        "beyond=_kept_from(signer, wish)",
        "beyond=frozenset()",
        f"{UNIT_CONSENT}::test_a_part_that_is_kept_from_a_representative_changes_no_answer_and_is_not_reached",
    ),
    mutant(
        "a text names somebody unknown",
        "rule 17",
        CONSENT,
        "if not may_read_words(sight, each, signed)}",
        "if False}",
        f"{UNIT_CONSENT}::test_a_text_that_names_somebody_unknown_is_read_without_the_name",
    ),
    mutant(
        "others read the plan's own numbers of decisions",
        "P3",
        "server/storage/decisions.py",
        "        if reach is None:\n            return self._plan\n",
        "        if True:\n            return self._plan\n",
        f"{UNIT_CONSENT}::test_nothing_a_representative_or_coordinator_reads_tells_of_a_hidden_part",
    ),
    mutant(
        "a representative decides about what is kept from them",
        "rule 12",
        CONSENT,
        "if wish.part is not None and wish.part not in signer.levels:",
        "if False:",
        f"{UNIT_CONSENT}::test_a_part_that_is_kept_from_a_representative_is_none_of_theirs",
    ),
    mutant(
        "everybody reads what is signed",
        "P3",
        CONSENT,
        "if not sight.may_read_decisions:",
        "if False:",
        "tests/integration/test_http_grants.py"
        "::test_who_neither_signs_nor_coordinates_does_not_read_what_is_signed",
    ),
    mutant(
        "everybody reads the counts of all plans",
        "rule 15",
        "server/features/plans",
        "if not counted_for(connection, person):",
        "if False:",
        f"{HTTP_PLAN}::test_nobody_else_gets_an_overview",
    ),
    mutant(
        "whoever asks decides for a municipality",
        "rule 15",
        "server/storage/municipality",
        "if right not in rights_in(connection, person, municipality):",
        "if False:",
        "tests/unit/storage/municipality/test_rights.py"
        "::test_whoever_lacks_the_right_is_told_what_a_municipality_that_is_not_there_says",
    ),
    mutant(
        "comments are read without a right to their part",
        "P3",
        COMMENTS,
        "asked = sight.part(part)",
        "asked = sight.access.parts.get(part) or next(iter(sight.access.parts.values()))",
        f"{UNIT_COMMENTS}::test_comments_are_read_only_with_the_right_to_their_part",
        f"{ALIKE}::test_a_hidden_part_answers_as_none",
    ),
    mutant(
        "who may read comments",
        "rule 7",
        COMMENTS,
        "sight.part(part, Level.COMMENT if sight.assisting is None else Level.READ)",
        "sight.part(part)",
        "tests/integration/test_http_comments.py::test_who_may_only_read_reads_comments_and_writes_none",
    ),
    mutant(
        "comments are shown by a right that ended while the log was waited for",
        "P4",
        COMMENTS,
        "self._readings.logged(me, part, now, newest)\n",
        "self._readings.logged(me, part, now, newest)\n            return page\n",
        f"{UNIT_COMMENTS}::test_a_right_that_ends_while_the_reading_is_logged_shows_nothing",
    ),
    mutant(
        "a newcomer reads in a quote what was deleted before they were let in",
        "P3",
        COMMENTS,
        'return replace(comment, anchor=None, quote="")\n\n    def',
        "return comment\n\n    def",
        "tests/integration/test_http_comments.py"
        "::test_a_newcomer_is_shown_of_older_quotes_only_what_stands_in_the_text",
    ),
    mutant(
        "a newcomer writes a guess and is told that it was quoted",
        "P3",
        COMMENTS,
        "if not found.untouched and not known(found):",
        "if False:",
        "tests/integration/test_quotes_guessed.py::test_typing_guesses_tells_nobody_what_was_commented_on",
        f"{UNIT_COMMENTS}::test_nobody_writes_back_what_was_there",
    ),
    mutant(
        "a newcomer writes a guess beside a quote and is told that it stood there",
        "P3",
        COMMENTS,
        "return passage is not None and all(",
        "return passage is not None or all(",
        f"{UNIT_COMMENTS}::test_nobody_writes_back_what_was_around",
    ),
    mutant(
        "a comment names somebody its reader may not know of",
        "rule 17",
        COMMENTS,
        "if not sight.may_name(who):",
        "if sight.access.participants[who].id != who:",
        "tests/integration/test_http_comments.py::test_comments_name_nobody_one_may_not_know_of",
    ),
    # Judged by rights as they were when it was asked for.
    Mutant(
        "a decision is judged by rights of before its transaction",
        "P4",
        (
            Change(
                CONSENT,
                '``within_bounds`` raise.\n        """\n',
                f'``within_bounds`` raise.\n        """\n        {_read_before("before", "sight_in")}',
            ),
            Change(
                CONSENT,
                "signer = sight_in(connection, plan, principal, self._clock(), Hold.READERS)",
                "signer = before",
            ),
        ),
        (f"{STALE}::test_a_representative_signs_nothing_about_what_was_just_taken_from_them",),
    ),
    Mutant(
        "a new part is judged by rights of before its transaction",
        "P4",
        (
            Change(
                PARTS,
                "def work(connection: Connection) -> Part:\n",
                f"{_read_before('sight', 'sight_in')}\n        def work(connection: Connection) -> Part:\n",
            ),
            Change(
                PARTS,
                "            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)\n",
                "",
            ),
        ),
        (f"{STALE}::test_nobody_adds_a_part_of_a_kind_that_was_just_withdrawn",),
    ),
    Mutant(
        "a change beside the text is judged by rights of before",
        "P4",
        (
            Change(
                PARTS,
                "def work(connection: Connection) -> Part | None:\n",
                f"{_read_before('sight', 'sight_at')}\n"
                "        def work(connection: Connection) -> Part | None:\n",
            ),
            Change(
                PARTS,
                "            sight = sight_at(connection, part, principal, self._clock(), Hold.READERS)\n",
                "",
            ),
        ),
        (STALE_COMMAND,),
    ),
    mutant(
        "a comment is judged by rights of before its transaction",
        "P4",
        COMMENTS,
        "def work(connection: Connection) -> StoredComment:\n            now = self._clock()\n"
        "            sight = sight_at(connection, part, principal, now, Hold.CHANGES)\n"
        "            comment, event",
        f"{_read_before('sight', 'sight_at')}\n"
        "        def work(connection: Connection) -> StoredComment:\n            now = self._clock()\n"
        "            comment, event",
        STALE_COMMAND,
    ),
)
