from __future__ import annotations

from typing import cast

import pytest

from server.sync.part.room import Room
from server.sync.plan.budget import RECOUNT_SECONDS, Budget, EngineLimits
from server.sync.protocol.closings import NotOpened


class SomeRoom:
    """As much of a room as a budget asks."""

    def __init__(self, size: int, *, occupied: bool) -> None:
        self.size, self.occupied, self.retired = size, occupied, False

    def retire(self) -> None:
        self.retired = True


class Counted:
    def __init__(self, rooms: int = 3, open_bytes: int = 1_000) -> None:
        self.seconds = 0.0
        self.budget = Budget(EngineLimits(rooms=rooms, open_bytes=open_bytes), lambda: self.seconds)

    def open(self, size: int = 1, *, occupied: bool = True) -> SomeRoom:
        room = SomeRoom(size, occupied=occupied)
        with self.budget.opening():
            self.budget.opened(cast(Room, room))
        return room


def test_beyond_so_many_parts_or_bytes_nothing_more_is_opened() -> None:
    parts, size = Counted(rooms=2), Counted(open_bytes=10)
    parts.open(), parts.open()
    size.open(10)
    for counted in (parts, size):
        with pytest.raises(NotOpened, match="overloaded"):
            counted.open()


def test_what_is_being_read_counts() -> None:
    counted = Counted(rooms=1)
    with counted.budget.opening(), pytest.raises(NotOpened):
        counted.open()
    counted.open()


def test_rooms_nobody_is_in_make_way() -> None:
    counted = Counted(rooms=2)
    busy, idle = counted.open(), counted.open(occupied=False)
    counted.open()
    assert (busy.retired, idle.retired) == (False, True)


def test_who_leaves_makes_room_and_a_part_that_grew_counts_as_it_is_now() -> None:
    counted = Counted(open_bytes=10)
    room = counted.open(6)
    room.size = 20
    counted.budget.recount()
    with pytest.raises(NotOpened):
        counted.open()
    counted.budget.closed(cast(Room, room))
    counted.open()


def test_refusing_is_cheap() -> None:
    counted = Counted(rooms=1)
    busy = counted.open()
    with pytest.raises(NotOpened):
        counted.open()
    counted.budget.closed(cast(Room, busy))
    idle = SomeRoom(1, occupied=False)
    counted.budget.opened(cast(Room, idle))
    with pytest.raises(NotOpened):  # it is not counted again at once
        counted.open()
    counted.seconds += RECOUNT_SECONDS
    counted.open()
    assert idle.retired
