"""Signed decisions: appended and never changed, but for the mark of those that a later one has overridden.

Rights derive from the others alone (``domain.standing``), so that reading them costs the same however
many lie beneath.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from server.domain.access import LEVELS, Decision
from server.domain.audit import ABSENT, Absent, Details
from server.domain.on_behalf.warrant import DecisionBasis, Warrant
from server.domain.plan import Kind, Part, ParticipantId, PartId, PlanId
from server.domain.sentences.signed import PAGE, DecisionsPage, Reach
from server.domain.standing import standing

from .database.statements import Prepared
from .metadata import decisions, parts


@dataclass(frozen=True, slots=True)
class DecisionSigned(Details):
    """``decision``: its number in the plan. What it is about is the entry's part, or ``kind`` (a token).

    ``level``: a token. ``until``: a moment as ISO 8601. Entries of a plan that was founded as a whole say
    neither ``kind`` nor ``until``, but where they are about ``proposing``: whether that is open. ``digest``:
    the decision's ``fingerprint``.
    """

    action = "decision-signed"
    decision: int
    participant: ParticipantId
    level: str
    kind: str | Absent | None = ABSENT
    until: str | Absent | None = ABSENT
    digest: str | Absent = ABSENT
    proposing: bool | Absent = ABSENT

    @classmethod
    def of(cls, decision: Decision) -> Self:
        return cls(
            decision=decision.number,
            participant=decision.participant,
            level=decision.level.token,
            kind=decision.kind.value if decision.kind else None,
            until=decision.until.isoformat() if decision.until else None,
            digest=decision.fingerprint,
            proposing=ABSENT if decision.proposing is None else decision.proposing,
        )


def insert_decisions(
    connection: Connection,
    plan: PlanId,
    signed: Sequence[Decision],
    kinds: Mapping[PartId, Kind],
    before: Iterable[Decision] = (),
) -> None:
    """Numbered already. ``kinds``: of the plan's parts. ``before``: what stands about these participants."""
    if not signed:
        return
    earlier = list(before)
    stands = {decision.number for decision in standing([*earlier, *signed], kinds)}
    rows = [_as_row(plan, decision, decision.number not in stands) for decision in signed]
    overridden = [{"of": plan, "which": d.number} for d in earlier if d.number not in stands]
    INSERT.run_many(connection, rows)
    if overridden:
        OVERRIDE.run_many(connection, overridden)


def _as_row(plan: PlanId, decision: Decision, overridden: bool) -> dict[str, object]:
    return {
        "plan_id": plan,
        "number": decision.number,
        "participant_id": decision.participant,
        "level": decision.level.token,
        "signed_by": decision.signed_by,
        "signed_at": decision.signed_at,
        "part_id": decision.part,
        "kind": decision.kind,
        "until": decision.until,
        "purpose": decision.purpose,
        "text": decision.text,
        "overridden": overridden,
        "beyond": " ".join(sorted(decision.beyond)) or None,
        "proposing": decision.proposing,
        **_warranted(decision.warrant),
    }


def _warranted(warrant: Warrant | None) -> dict[str, str | None]:
    return dict.fromkeys(("basis", "on_behalf_of", "proof")) if warrant is None else warrant.sealed


INSERT = Prepared(insert(decisions))
OVERRIDE = Prepared(
    update(decisions)
    .where(decisions.c.plan_id == bindparam("of"), decisions.c.number == bindparam("which"))
    .values(overridden=True)
)
NO_TEXT = literal_column("''", Text)
WITHOUT_WORDS: Select[Any] = select(
    *[column for column in decisions.c if column.key not in ("purpose", "text")],
    NO_TEXT.label("purpose"),
    NO_TEXT.label("text"),
).order_by(decisions.c.number)
"""What was read when they were signed is most of their bytes."""
STANDING_ANYWHERE = WITHOUT_WORDS.where(not_(decisions.c.overridden))
"""What rights follow from."""
STANDING = Prepared(STANDING_ANYWHERE.where(decisions.c.plan_id == bindparam("plan")))


def standing_decisions(connection: Connection, plan: PlanId) -> tuple[Decision, ...]:
    """Without purpose and text."""
    return tuple([as_decision(row) for row in STANDING.rows(connection, {"plan": plan})])


def standing_about(
    connection: Connection, who: Collection[ParticipantId], where: Collection[PlanId]
) -> list[Decision]:
    """Those about these participants of these plans, without purpose and text."""
    asked = STANDING_ANYWHERE.where(decisions.c.plan_id.in_(where), decisions.c.participant_id.in_(who))
    return [as_decision(row) for row in connection.execute(asked)]


SIGNED_ABOUT = Prepared(
    select(decisions)
    .where(decisions.c.plan_id == bindparam("plan"), decisions.c.participant_id == bindparam("who"))
    .where((decisions.c.part_id == bindparam("part")) | (decisions.c.kind == bindparam("kind")))
    .order_by(decisions.c.number)
)


def signed_about(connection: Connection, who: ParticipantId, part: Part) -> tuple[Decision, ...]:
    """Every decision about one participant that was ever about ``part``, also those overridden since."""
    asked = {"plan": part.plan, "who": who, "part": part.id, "kind": part.kind}
    return tuple([as_decision(row) for row in SIGNED_ABOUT.rows(connection, asked)])


SIGNED_ABOUT_PART = Prepared(
    WITHOUT_WORDS.where(decisions.c.plan_id == bindparam("plan")).where(
        (decisions.c.part_id == bindparam("part")) | (decisions.c.kind == bindparam("kind"))
    )
)


def signed_about_part(connection: Connection, part: Part) -> tuple[Decision, ...]:
    """Every decision that was ever about ``part``, whoever it is about; without purpose and text."""
    asked = {"plan": part.plan, "part": part.id, "kind": part.kind}
    return tuple([as_decision(row) for row in SIGNED_ABOUT_PART.rows(connection, asked)])


EVERY = Prepared(WITHOUT_WORDS.where(decisions.c.plan_id == bindparam("plan")))
KINDS = Prepared(select(parts.c.id, parts.c.kind).where(parts.c.plan_id == bindparam("plan")))


def wrongly_marked(connection: Connection, plan: str) -> Iterator[str]:
    """Which decisions stand and are marked as overridden, or do not stand and are not."""
    rows = EVERY.rows(connection, {"plan": plan})
    kinds = {row.id: Kind(row.kind) for row in KINDS.rows(connection, {"plan": plan})}
    stands = {decision.number for decision in standing(map(as_decision, rows), kinds)}
    for row in rows:
        if row.overridden and row.number in stands:
            yield f"decision {row.number} is marked as overridden, and stands"
        elif not row.overridden and row.number not in stands:
            yield f"decision {row.number} is overridden, and not marked"


NONE: frozenset[PartId] = frozenset()


def as_decision(row: Row[Any]) -> Decision:
    return Decision(
        number=row.number,
        participant=row.participant_id,
        level=LEVELS[row.level],
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        part=row.part_id,
        kind=None if row.kind is None else Kind(row.kind),
        until=row.until,
        purpose=row.purpose,
        text=row.text,
        beyond=frozenset(map(PartId, row.beyond.split())) if row.beyond else NONE,
        proposing=row.proposing,
        warrant=None if row.basis is None else Warrant(DecisionBasis(row.basis), row.on_behalf_of, row.proof),
    )


class StoredDecisions:
    """Is ``domain.sentences.signed.Signed`` of one plan, inside a transaction."""

    def __init__(self, connection: Connection, plan: PlanId) -> None:
        self._connection, self._plan = connection, decisions.c.plan_id == plan

    def page(self, reach: Reach | None, before: int | None) -> DecisionsPage:
        readable = self._readable(reach)
        total = self.count(reach)
        last = total if before is None else max(0, min(total, before - 1))
        first = max(0, last - PAGE)
        # From the newest, which are asked for most: the others are then not read.
        newest = select(decisions).where(readable).order_by(decisions.c.number.desc())
        rows = self._connection.execute(newest.offset(total - last).limit(last - first))
        numbered = zip(range(last, first, -1), map(as_decision, rows), strict=True)
        return DecisionsPage(list(numbered), total)

    def count(self, reach: Reach | None) -> int:
        found = select(func.count()).select_from(decisions).where(self._readable(reach))
        return int(self._connection.execute(found).scalar_one())

    def about(self, participant: ParticipantId, part: Part) -> Sequence[Decision]:
        return signed_about(self._connection, participant, part)

    def about_kinds(self, last: int) -> Sequence[Decision]:
        of_kinds = select(decisions).where(
            self._plan,
            decisions.c.kind.is_not(None),
            decisions.c.proposing.is_(None),
            decisions.c.number <= last,
        )
        return [as_decision(row) for row in self._connection.execute(of_kinds)]

    def _readable(self, reach: Reach | None) -> ColumnElement[bool]:
        if reach is None:
            return self._plan
        named = or_(
            decisions.c.part_id.in_(reach.parts), decisions.c.kind.in_([kind.value for kind in reach.kinds])
        )
        return and_(self._plan, decisions.c.participant_id.in_(reach.participants), named)
