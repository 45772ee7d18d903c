"""The frames of one turn that only type on, each after the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from server.sync.document.replica import Replica
from server.sync.protocol.lib0 import Malformed, read_varuint
from server.sync.update.typing import ONE_STRUCT_OF_ONE_CLIENT, TextEnd

from .turn import Verdict, Work


class TypedOn(NamedTuple):
    """``works`` together insert ``units`` UTF-16 units ``after`` what was there: ``update``."""

    works: Sequence[Work]
    after: TextEnd
    update: bytes
    units: int


def typed_on(works: Sequence[Work], place: int, replica: Replica) -> TypedOn | None:
    """What one member typed on in the frames from ``place``; ``None``: that one is to be read in full."""
    first = works[place]
    member, end = first.member, _text_end(first, replica)
    if end is None:
        return None
    texts, clock = [], end.clock
    for at in range(place, len(works)):
        work = works[at]
        found = end.follows(work.update, clock) if work.member is member else None
        if found is None or work.verdict is not Verdict.PENDING:
            break
        texts.append(found[0])
        clock += found[1]
    if not texts:
        member.typing = None  # under another client id, perhaps
        return None
    update = first.update if len(texts) == 1 else end.insertion(b"".join(texts))
    return TypedOn(works[place : place + len(texts)], end, update, clock - end.clock)


def _text_end(work: Work, replica: Replica) -> TextEnd | None:
    """Where the text ends that whoever sent ``work`` has typed: kept while it does not change."""
    typing = work.member.typing
    if typing is not None and replica.text_end(typing.client) is typing:
        return typing
    try:
        client, _ = read_varuint(work.update, len(ONE_STRUCT_OF_ONE_CLIENT))
    except Malformed:
        return None
    mine = replica.owners.get(client) == work.member.participant.person
    work.member.typing = replica.text_end(client) if mine else None
    return work.member.typing
