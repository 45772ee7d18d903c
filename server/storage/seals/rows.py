"""Rows outside the access log that its entries witness: decisions, comments, ends, parts put away, rights
in units, reports of years, and records of cases and complaints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, Table, bindparam, select, tuple_

from server.domain.audit import OF_A_CASE, OF_A_COMPLAINT, Details, Event
from server.domain.identity.bindings import hashed_under, key_of
from server.storage.cases.tables import cases
from server.storage.complaints.tables import complaints
from server.storage.database.statements import Prepared
from server.storage.metadata import parts, plans

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class RowsCovered(Details):
    """Rows whose entries are of a release without fingerprints: each as its key, a colon and its digest."""

    action = "rows-covered"
    decisions: str
    comments: str


@dataclass(frozen=True, slots=True)
class IdentitiesCovered(Details):
    """Rows that bind persons to identities, whose entries are of a release without fingerprints, likewise:
    from this entry on they are vouched for."""

    action = "identities-covered"
    identities: str
    numbers: str


class HasFingerprint(Protocol):
    @property
    def fingerprint(self) -> str: ...


class Chains(Enum):
    """Those of plans, of cases and of complaints, and the one of what belongs to none of them."""

    PLANS = auto()
    CASES = auto()
    COMPLAINTS = auto()
    NO_PLAN = auto()

    @classmethod
    def with_name(cls, chain: str) -> Chains:
        if chain.startswith(OF_A_CASE):
            return cls.CASES
        if chain.startswith(OF_A_COMPLAINT):
            return cls.COMPLAINTS
        return cls.PLANS if chain else cls.NO_PLAN


class WitnessedRows:
    """The rows of one table. ``name``: what one of them is called; ``key``: the columns by which it is found;
    ``named``: what entries call it, if it is not the only one of these.

    ``wrong_marks``: of a plan, what its derived columns, which no fingerprint covers, say that does not
    follow from the others. ``where``: which of the rows. ``of``: whose chain's entries witness them.
    """

    def __init__(
        self,
        name: str,
        table: Table,
        key: str | Sequence[str],
        read: Callable[[Row[Any]], HasFingerprint],
        wrong_marks: Callable[[Connection, str], Iterable[str]] = lambda *_: (),
        where: ColumnElement[bool] | None = None,
        *,
        of: Chains = Chains.PLANS,
        named: Callable[[Row[Any]], str] | None = None,
    ) -> None:
        self.name, self._read, self.wrong_marks, self.of = name, read, wrong_marks, of
        keys = [key] if isinstance(key, str) else [*key]
        self._keys = {f"after_{each}": each for each in keys}
        self._named = named or (lambda row: str(getattr(row, keys[0])))
        columns = [table.c[each] for each in keys]
        found = WHOSE[of](table)
        found = found if where is None else found.where(where)
        found = found.order_by(*columns).limit(bindparam("most", type_=Integer))
        after = [bindparam(f"after_{each.name}", type_=each.type) for each in columns]
        self._first = Prepared(found)
        self._next = Prepared(found.where(tuple_(*columns) > tuple_(*after)))

    def digests(self, connection: Connection, whose: str) -> Iterator[tuple[str, str]]:
        """The key and fingerprint of each row of that plan, case or complaint, a few in memory at a time."""
        asked: dict[str, object] = {"most": AT_ONCE}
        if self.of is not Chains.NO_PLAN:
            asked["whose"] = whose
        rows = self._first.rows(connection, asked)
        while rows:
            for row in rows:
                yield self._named(row), self._read(row).fingerprint
            after = {bound: getattr(rows[-1], each) for bound, each in self._keys.items()}
            rows = self._next.rows(connection, asked | after) if len(rows) == AT_ONCE else []


def _of_plan(table: Table) -> Select[Any]:
    if table is plans:
        return select(table).where(table.c.id == bindparam("whose"))
    if "plan_id" in table.c:
        return select(table).where(table.c.plan_id == bindparam("whose"))
    return (
        select(table).join(parts, parts.c.id == table.c.part_id).where(parts.c.plan_id == bindparam("whose"))
    )


def _of_case(table: Table) -> Select[Any]:
    found = select(table, cases.c.municipality_id).join(cases, cases.c.id == table.c.case_id)
    return found.where(table.c.case_id == bindparam("whose"))


def _of_complaint(table: Table) -> Select[Any]:
    joined = table.join(complaints, complaints.c.id == table.c.complaint_id)
    found = select(table, complaints.c.municipality_id, complaints.c.owner_id).select_from(joined)
    return found.where(table.c.complaint_id == bindparam("whose"))


WHOSE: Mapping[Chains, Callable[[Table], Select[Any]]] = {
    Chains.PLANS: _of_plan,
    Chains.CASES: _of_case,
    Chains.COMPLAINTS: _of_complaint,
    Chains.NO_PLAN: select,
}


PUT_AWAY, RECORD = "put away part", "record"
IDENTITY, NUMBER = "identity", "identity number"
MOVED = "login-moved"
BINDING = (
    "enrolled",
    "identity-added",
    "identity-differs",
    "identity-number-added",
    "identity-number-renewed",
    MOVED,
)
LATE = "late"
"""With a person: an entry without fingerprints says that rows bind them, and these are not covered yet."""
ANY_LATE = LATE, ""
Witnessed = dict[tuple[str, str], str]
"""By the name of its table's rows and its key, the digest of each; "" where its entry has none."""


def witness(event: Event, rows: Witnessed) -> bool:
    """Take in what an entry of a chain says about rows. Returns whether it names one without a digest."""
    details = event.details
    if event.action in BINDING:
        return _bound(event, rows)
    if event.action == "identity-numbers-forgotten":
        _forget(rows, str(details.get("kept", "")).split())
        return False
    if event.action in (RowsCovered.action, IdentitiesCovered.action):
        _cover(rows)
        rows.update(_covered(details))
        return False
    if event.action == "part-brought-back":
        rows.pop((PUT_AWAY, str(event.part)), None)
        return False
    if event.action == "part-put-away":
        rows[PUT_AWAY, str(event.part)] = str(details.get("digest") or "")
        return False
    found = _named(event)
    if found is None:
        return False
    about, named = found
    digest = str(details.get("digest") or "")
    if named in details:  # an altered entry may say nothing
        rows[about, str(details[named])] = digest
    return not digest


NAMED = {
    "decision-signed": ("decision", "decision"),
    "participation-ended": ("end of participant", "participant"),
    "plan-ended": ("end of plan", "plan"),
    "year-report-frozen": ("year report", "year_report"),
    "name-changed": ("name", "whose"),
}
"""Action -> what its rows are called, and which detail is the key."""
NAMED_BY_BEGINNING = {
    "unit-right-": ("unit right", "unit_right"),
    "invitation-": ("invitation", "invitation"),
    "assisted-": ("assisted session", "session"),
    "paper-": ("paper", "paper"),
    "comment-": ("comment", "comment"),
    "suggestion-": ("suggestion", "suggestion"),
}


def _named(event: Event) -> tuple[str, str] | None:
    if event.case is not None or event.complaint is not None:
        return (RECORD, "record") if "record" in event.details else None
    beginnings = (named for begins, named in NAMED_BY_BEGINNING.items() if event.action.startswith(begins))
    return NAMED.get(event.action) or next(beginnings, None)


COVERED = {"decisions": "decision", "comments": "comment", "identities": IDENTITY, "numbers": NUMBER}


def _covered(details: Mapping[str, object]) -> Iterator[tuple[tuple[str, str], str]]:
    for named, about in COVERED.items():
        for each in str(details.get(named, "")).split():
            key, _, digest = each.rpartition(":")
            yield (about, key), digest


def _bound(event: Event, rows: Witnessed) -> bool:
    """Take in what binds the entry's person. A subject's row that was another person's is theirs no more."""
    said = event.details
    if "identity" not in said:
        rows[ANY_LATE] = rows[LATE, event.person] = ""
        return True
    if name := str(said["identity"]):
        rows.pop((IDENTITY, key_of(str(said.get("other")), name)), None)
        rows[IDENTITY, key_of(event.person, name)] = str(said.get("digest"))
    if "number" in said:
        if event.action == MOVED:
            rows.pop((NUMBER, str(said.get("other"))), None)
        rows[NUMBER, event.person] = str(said["number"])
    return False


def _cover(rows: Witnessed) -> None:
    """Of many entries one after the other, the first one alone goes through the rows."""
    if rows.pop(ANY_LATE, None) is not None:
        for each in [each for each in rows if each[0] == LATE]:
            del rows[each]


def is_late(rows: Witnessed, about: str, key: str) -> bool:
    """Whether that row, of which no entry has a digest, may be of an entry without."""
    person = key.rpartition("/")[0] if about == IDENTITY else key
    return about in (IDENTITY, NUMBER) and (LATE, person) in rows


def _forget(rows: Witnessed, kept: Sequence[str]) -> None:
    """The numbers that are hashed under other keys than these are gone."""
    for about, key in [*rows]:
        if about == NUMBER and hashed_under(rows[about, key]) not in kept:
            del rows[about, key]


def covering(
    connection: Connection, plan: str, tables: Iterable[WitnessedRows], known: Witnessed
) -> RowsCovered:
    """The rows of ``plan`` that no entry has a digest of."""
    found = {
        table.name: " ".join(
            f"{key}:{digest}"
            for key, digest in table.digests(connection, plan)
            if not known.get((table.name, key))
        )
        for table in tables
        if table.of is Chains.PLANS
    }
    return RowsCovered(found.get("decision", ""), found.get("comment", ""))
