"""The complaint with what is attached, as it goes out: printed, downloaded, and kept when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count

from pydantic import TypeAdapter

from server.domain.complaints.evidence import Evidence, Item, Value, as_json, attached
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.state import Complaint
from server.domain.complaints.transitions import Attachment
from server.domain.complaints.vocabulary import Basis, Ground, Mandate


@dataclass(frozen=True, slots=True)
class PackItem:
    """``digest``: of the rest of it."""

    key: str
    kind: Evidence
    day: date | None
    values: Mapping[str, Value]
    names_others: bool
    digest: str

    @classmethod
    def of(cls, item: Item) -> PackItem:
        return cls(item.key, item.kind, item.day, item.values, item.names_others, item.digest)


@dataclass(frozen=True, slots=True)
class Pack:
    """``by``: who complains for ``name``, "" if they do it themselves. ``as_of``: the day of what is
    attached."""

    complaint: str
    name: str
    by: str
    mandate: Mandate | None
    municipality: str
    addressee: str
    to_unit: bool
    basis: Basis | None
    known_on: date | None
    uncertain: bool
    deadline: date | None
    grounds: tuple[Ground, ...]
    words: str
    wished: str
    late_reason: str
    as_of: date
    items: tuple[PackItem, ...]

    @property
    def written(self) -> str:
        """As it is kept and downloaded: its digest is that of these characters in UTF-8."""
        return as_json(asdict(self))

    @classmethod
    def read(cls, written: str) -> Pack:
        """What ``written`` gave, of this release or an earlier one."""
        return READ.validate_json(written)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(Attachment(item.key, item.digest) for item in self.items)


READ = TypeAdapter(Pack)
OWN = frozenset({Evidence.NOTE, Evidence.PAPER, Evidence.MANDATE})


@dataclass(frozen=True, slots=True)
class Names:
    owner: str
    representative: str
    municipality: str


def _counted(items: Iterable[Item]) -> Iterator[Item]:
    """Their own notes and papers are called by their place here: the numbers of their records would tell how
    often the complaint was rewritten."""
    places = count(1)
    for item in items:
        own = item.kind in OWN
        yield replace(item, key=f"{item.key.partition('-')[0]}-{next(places)}") if own else item


def packed(
    complaint: Complaint, names: Names, evidence: Sequence[Item], rules: ComplaintRules, today: date
) -> Pack:
    """With what is chosen and still there, in the order in which it was chosen from."""
    said, deadline = complaint.dated, complaint.deadline(rules)
    chosen = map(PackItem.of, _counted(attached(complaint, evidence)))
    return Pack(
        complaint=complaint.id,
        name=names.owner,
        by=names.representative,
        mandate=complaint.mandate,
        municipality=names.municipality,
        addressee=complaint.addressee,
        to_unit=complaint.to_unit,
        basis=said.basis if said else None,
        known_on=said.known_on if said else None,
        uncertain=said.uncertain if said else False,
        deadline=deadline.end if deadline else None,
        grounds=complaint.written.grounds,
        words=complaint.written.words,
        wished=complaint.written.wished,
        late_reason=complaint.written.late_reason,
        as_of=today,
        items=tuple(chosen),
    )
