"""Who may do what in a plan, as the owner, a representative or the coordinator may know it: pure.

Only the owner sees all of it. What the others are told follows from what they themselves can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, cast

from server.domain.access import Access
from server.domain.own_list import shown_title
from server.domain.past_access import Narrowed, narrowed
from server.domain.plan import Kind, Part, ParticipantAnswer, Role
from server.domain.proposals import proposal, proposing_proposal
from server.domain.sentences.signed import DecisionsPage, Signed, known_kinds
from server.domain.sight import Sight

from .answers import GrantCell, GrantedKind, GrantedPart, GrantsAnswer, NarrowedCell, ProposingAnswer
from .decisions_view import decisions_answer

Source = Literal["part", "kind", "creator", "none"]


def grants_answer(
    sight: Sight, page: DecisionsPage, signed: Signed, narrowings: Iterable[Narrowed], language: str
) -> GrantsAnswer:
    """But for its cells: a transaction does not wait for those. ``page``: the newest decisions."""
    columns, parts = _columns(sight), sight.parts()
    newest = decisions_answer(sight, page, signed, language)
    return GrantsAnswer(
        participants=tuple(ParticipantAnswer.of(who.me) for who in columns),
        parts=tuple(_granted_part(sight, part) for part in parts),
        cells=(),
        kinds=tuple(_granted_kind(who, kind) for who in columns for kind in known_kinds(sight)),
        proposing=tuple(_proposing(sight, columns)),
        decisions=newest.decisions,
        signed=page.total,
        earlier=newest.earlier,
        withheld=newest.withheld,
        narrowed=tuple(map(_narrowed_cell, narrowings)),
    )


def with_cells(sight: Sight, answer: GrantsAnswer) -> GrantsAnswer:
    parts = sight.parts()
    return replace(answer, cells=tuple(_cell(who, part) for who in _columns(sight) for part in parts))


def _columns(sight: Sight) -> list[Sight]:
    return [who for who in sight.known_sights() if who.me.role is not Role.OWNER]


def _granted_part(sight: Sight, part: Part) -> GrantedPart:
    responsible = part.responsible if sight.knows(part.responsible) else None
    away = part.put_away_at is not None
    return GrantedPart(part.id, part.kind, shown_title(part), part.area, responsible, away)


def _cell(who: Sight, part: Part) -> GrantCell:
    # What is signed, also about a part that nobody writes in while it is put away.
    access = who.access_to(part.id) if part.put_away_at is None else who.grants.of_part(part)
    return GrantCell(
        participant=who.me.id,
        part=part.id,
        level=access.level.token,
        proposed=proposal(who.me, part).token,
        until=access.until,
        signed_at=access.signed_at,
        source=_source(access),
        by_itself=who.grants.by_itself(part),
    )


def _source(access: Access) -> Source:
    return cast(Source, access.source)


def _granted_kind(who: Sight, kind: Kind) -> GrantedKind:
    access = who.access_to_kind(kind)
    return GrantedKind(who.me.id, kind, access.level.token, access.until)


def _proposing(sight: Sight, columns: list[Sight]) -> Iterator[ProposingAnswer]:
    for who in columns:
        signed = {d.kind for d in sight.access.decisions_about.get(who.me.id, ()) if d.proposing is not None}
        for kind in known_kinds(sight):
            if proposing_proposal(who.me, kind):
                by = who.grants.proposing(kind)
                asked = kind not in signed and not who.grants.closes(kind)
                yield ProposingAnswer(who.me.id, kind, by is not None, by.until if by else None, asked)


def narrowings(sight: Sight, signed: Signed) -> list[Narrowed]:
    """For who can sign something else; the coordinator only reads."""
    began_after = sight.access.plan.creators_bound_after
    if began_after is None or not sight.may_sign:
        return []
    return list(narrowed(_columns(sight), sight.parts(), signed.about_kinds(began_after), began_after))


def _narrowed_cell(found: Narrowed) -> NarrowedCell:
    return NarrowedCell(
        participant=found.participant.id,
        part=found.part.id,
        was=found.was.level.token,
        was_until=found.was.until,
        text=found.by.text,
        signed_at=found.by.signed_at,
    )
