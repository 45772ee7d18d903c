"""Finds what in a plan's log, decisions, comments and edits is not what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Row, bindparam, func, not_, select

from server.domain.audit import GENESIS, OF_A_CASE, OF_A_COMPLAINT, Entry, follows
from server.domain.plan import PartId
from server.domain.seals import BLOCK, Sealable, SealedChain, SealedEdits
from server.storage import ledger
from server.storage.database.statements import Prepared
from server.storage.identity.bindings import has_logged_in
from server.storage.metadata import ledger as entries
from server.storage.metadata import plans, updates

from .changed import EDITS_AT_ONCE, ENTRIES_AT_ONCE, as_edit
from .facts import BIRTHS, CLIENTS, PARTICIPANTS, PARTS, PERSONS, PLAN, Facts
from .keys import SealingKeys
from .records import SealingBegan, newest_seal
from .rows import LATE, Chains, Witnessed, WitnessedRows, is_late, witness
from .tables import (
    BLOCK_OF,
    CHAIN,
    FACTS_ABOUT,
    as_sealed_chain,
    as_sealed_edits,
    as_sealed_facts,
    sealed_edits,
)

ADDED, BEGUN, ENROLLED = "part-added", "participation-begun", "enrolled"
FIRST = {
    Chains.PLANS: {"plan-founded"},
    Chains.CASES: {"case-reported"},
    Chains.COMPLAINTS: {"complaint-considered", "complaint-taken-down"},
}
NOT_FIRST = {
    Chains.PLANS: "its first entry does not say that the plan was founded",
    Chains.CASES: "its first entry does not say that it was reported",
    Chains.COMPLAINTS: "its first entry does not say that it was considered or taken down",
}
BEFORE_ALL = -(2**62)
MOST_SAID = 20
"""Of one chain or part: what is wrong with thousands is said once."""


@dataclass
class Checked:
    """What was found, each the end of a sentence. ``unsealed``: entries or edits after the newest seal.

    ``facts``: rows that are written once and were not sealed yet.
    """

    wrong: list[str] = field(default_factory=list)
    unsealed: int = 0
    facts: int = 0

    def say(self, wrong: str) -> None:
        if wrong in self.wrong:
            return
        if len(self.wrong) < MOST_SAID:
            self.wrong.append(wrong)
        elif len(self.wrong) == MOST_SAID:
            self.wrong.append("and more")


@dataclass(frozen=True, slots=True)
class Check:
    """``keys``: ``None`` if seals cannot be checked. ``incomplete``: some are missing, so say which."""

    rows: Sequence[WitnessedRows]
    keys: SealingKeys | None
    incomplete: bool = False

    # -- a chain --------------------------------------------------------------------------------------

    def chain(self, connection: Connection, chain: str) -> Checked:
        """All of it in one transaction that reads: comments change, and their entries with them."""
        checked, known, last, begun, of = Checked(), Witnessed(), 0, 0, Chains.with_name(chain)
        parts, joined = set[str](), set[str]()
        sealed = self._sealed_chain(connection, chain, checked)
        for entry in _entries(connection, chain, checked):
            if entry.number == 1 and entry.event.action not in FIRST.get(of, {entry.event.action}):
                checked.say(NOT_FIRST[of])
            if sealed and entry.number == sealed.number and entry.hash != sealed.hash:
                checked.say(f"its entries to {entry.number} are not those that were sealed")
            begun += entry.event.action == SealingBegan.action
            witness(entry.event, known)
            if entry.event.action == ADDED and entry.event.part:
                parts.add(entry.event.part)
            if entry.event.action == BEGUN:
                joined.add(str(entry.event.details.get("participant")))
            last = entry.number
        if not last and (chain or sealed):
            checked.say("it has no entries")
        if sealed and last < sealed.number:
            checked.say(f"entries {last + 1} to {sealed.number} were cut off")
        if begun > 1:
            checked.say("sealing began more than once: earlier seals were thrown away")
        if begun and newest_seal(connection) is None:
            checked.say("sealing began, and there are no seals")
        checked.unsealed = max(0, last - (sealed.number if sealed else 0))
        if not chain or last:
            self._witnessed(connection, chain, known, checked)
        if of is Chains.PLANS:
            self._facts_of_plan(connection, chain, parts, joined, checked)
        return checked

    def _sealed_chain(self, connection: Connection, chain: str, checked: Checked) -> SealedChain | None:
        row = CHAIN.row(connection, {"chain": chain})
        sealed = None if row is None else as_sealed_chain(row)
        if sealed is None and self.incomplete:
            checked.say("its seal is missing")
        elif sealed is not None and not self.own(sealed, row):
            checked.say("its seal was changed")
            return None
        return sealed

    def _witnessed(self, connection: Connection, chain: str, known: Witnessed, checked: Checked) -> None:
        whose = chain.removeprefix(OF_A_CASE).removeprefix(OF_A_COMPLAINT)
        for table in [each for each in self.rows if each.of is Chains.with_name(chain)]:
            for key, digest in table.digests(connection, whose):
                said = known.pop((table.name, key), None)
                if said is None and is_late(known, table.name, key):
                    checked.facts += 1
                elif said is None:
                    checked.say(f"{table.name} {key} was added beside the log")
                elif said and said != digest:
                    checked.say(f"{table.name} {key} was changed")
            for wrong in table.wrong_marks(connection, whose):
                checked.say(wrong)
        for name, key in known:
            if name != LATE:
                checked.say(f"{name} {key} is missing")

    def own(self, record: Sealable, row: Row[Any]) -> bool:
        return self.keys is None or self.keys.made(record, row)

    # -- rows that are written once -------------------------------------------------------------------

    def facts(
        self, connection: Connection, facts: Facts, of: str, checked: Checked, added: Callable[[str], bool]
    ) -> None:
        """``added``: whether a row of that key, which has no seal, cannot have come by what somebody did."""
        marks: dict[str, str] = {}
        rows = FACTS_ABOUT.rows(connection, {"about": facts.about(of)})
        for block, row in enumerate(rows):
            record = as_sealed_facts(row)
            if (record.block, record.last) != (block, row.last) or not self.own(record, row):
                checked.say(f"a seal of its {facts.name}s was changed")
            marks.update(record.marks)
        if not rows and self.incomplete:
            checked.say(f"the seal of its {facts.name}s is missing")
        for row in facts.rows(connection, of):
            sealed = marks.pop(str(row.fact), None)
            if sealed is None and added(str(row.fact)):
                checked.say(f"{facts.name} {row.fact} was added beside the log")
            elif sealed is None:
                checked.facts += 1
            elif sealed != facts.mark(of, row):
                checked.say(f"{facts.name} {row.fact} was changed")
        for fact in marks:
            checked.say(f"{facts.name} {fact} is missing")

    def _facts_of_plan(
        self, connection: Connection, plan: str, parts: set[str], joined: set[str], checked: Checked
    ) -> None:
        """``parts``, ``joined``: the parts and participants of which an entry says that they were added."""
        whole = bool(FACTS_ABOUT.rows(connection, {"about": PLAN.about(plan)}))
        self.facts(connection, PLAN, plan, checked, lambda _: False)
        self.facts(connection, PARTICIPANTS, plan, checked, lambda who: whole and who not in joined)
        self.facts(connection, PARTS, plan, checked, lambda part: whole and part not in parts)

    def clients(self, connection: Connection, part: PartId) -> Checked:
        """They come with edits: while all of these are sealed, there is no new one."""
        checked, upto = Checked(), _sealed_upto(connection, part)
        last = LAST_EDIT.row(connection, {"part": part}).last
        known = bool(FACTS_ABOUT.rows(connection, {"about": CLIENTS.about(part)}))
        self.facts(connection, CLIENTS, part, checked, lambda _: known and (last or 0) <= upto)
        return checked

    def persons(self, connection: Connection) -> Checked:
        """They come with plans, or with logins, as an entry says; their birth dates with logins alone."""
        checked = Checked()
        whole, begun = (
            bool(FACTS_ABOUT.rows(connection, {"about": each.about("")})) for each in (PERSONS, BIRTHS)
        )
        whole = whole and ANOTHER_PLAN.row(connection, {}) is None
        self.facts(connection, PERSONS, "", checked, lambda who: whole and not _enrolled(connection, who))
        self.facts(connection, BIRTHS, "", checked, lambda who: begun and not has_logged_in(connection, who))
        return checked

    # -- the edits of a part --------------------------------------------------------------------------

    def edits(self, connection: Connection, part: PartId, after: int, checked: Checked) -> int | None:
        """A few of them, those after ``after``; returns the last, ``None`` at the end."""
        sealed, upto = None, _sealed_upto(connection, part)
        page = NEXT_EDITS.rows(connection, {"part": part, "after": after, "most": EDITS_AT_ONCE})
        last = max(after, 0)
        for stored in page:
            edit = as_edit(stored)
            if edit.seq != last + 1:
                checked.say(f"edits {last + 1} to {edit.seq - 1} are missing")
            last = edit.seq
            block = (edit.seq - 1) // BLOCK
            if sealed is None or sealed.block != block:
                sealed = self._block(connection, part, block, upto, checked)
            mark = sealed.mark(edit.seq)
            if mark is None:
                checked.unsealed += edit.seq > upto
            elif mark != edit.mark:
                checked.say(f"edit {edit.seq} was changed")
        if page:
            return last
        if last < upto:
            checked.say(f"edits {last + 1} to {upto} were cut off")
        elif not upto and self.incomplete:
            checked.say("the seal of its edits is missing")
        return None

    def _block(
        self, connection: Connection, part: PartId, block: int, upto: int, checked: Checked
    ) -> SealedEdits:
        """One without marks where there is none."""
        row = BLOCK_OF.row(connection, {"part": part, "block": block})
        edits = f"edits {block * BLOCK + 1} to {min(upto, block * BLOCK + BLOCK)}"
        if row is not None:
            sealed = as_sealed_edits(row)
            if self.own(sealed, row) and sealed.last == row.last:
                return sealed
            checked.say(f"the seal of {edits} was changed")
        elif block * BLOCK < upto:
            checked.say(f"the seal of {edits} is missing")
        return SealedEdits(part, block, b"", 0)


def _sealed_upto(connection: Connection, part: PartId) -> int:
    row = UPTO.row(connection, {"part": part})
    return 0 if row is None else int(row.last)


def _entries(connection: Connection, chain: str, checked: Checked) -> Iterator[Entry]:
    """Each that can be read, after saying where the first is that does not follow the one before it."""
    after, most, last, head, intact = BEFORE_ALL, ENTRIES_AT_ONCE, 0, GENESIS, True
    while True:
        try:
            page = ledger.entries_after(connection, chain, after, most)
        except (ValueError, TypeError):
            if most == 1:
                checked.say(f"the entry after {last} cannot be read")
                return
            most = 1
            continue
        if not page:
            return
        for entry in page:
            if intact and not follows(entry, last, head):
                checked.say(f"entry {last + 1} is missing or was changed")
                intact = False
            after = last = entry.number
            head = entry.hash
            yield entry


def _enrolled(connection: Connection, person: str) -> bool:
    return ENROLLED_AS.row(connection, {"person": person}) is not None


NEXT_EDITS = Prepared(
    select(updates)
    .where(updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after", type_=BigInteger))
    .order_by(updates.c.seq)
    .limit(bindparam("most", type_=Integer))
)
UPTO = Prepared(
    select(sealed_edits.c.last)
    .where(sealed_edits.c.part_id == bindparam("part"))
    .order_by(sealed_edits.c.block.desc())
    .limit(1)
)
LAST_EDIT = Prepared(
    select(func.max(updates.c.seq).label("last")).where(updates.c.part_id == bindparam("part"))
)
ANOTHER_PLAN = Prepared(select(plans.c.id).where(not_(PLAN.is_sealed(plans.c.id))).limit(1))
ENROLLED_AS = Prepared(
    select(entries.c.number)
    .where(
        entries.c.chain == ledger.NO_PLAN,
        entries.c.action == ENROLLED,
        entries.c.person_id == bindparam("person"),
    )
    .limit(1)
)
