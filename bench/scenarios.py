"""What is measured. Each scenario takes a fresh server and gives back named figures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from server.domain.plan import PersonId
from server.sync import admission, lib0
from tests.harness.people import Person
from tests.harness.server import Server

from .crowd import Attendant, cpu_seconds, percentile, resident_bytes, typed

Figures = dict[str, float]
WRITERS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital")
KIND = "home"


async def meeting(server: Server) -> Figures:
    """12 people type 5 letters a second each in one part, for 20 seconds."""
    people, document = await _everybody_may_write(server)
    seats = [await Attendant.enter(server, people[i % len(people)].token, document) for i in range(12)]
    scripts = [typed(seats[0].base, 100) for _ in seats]
    before = cpu_seconds(server.pid)
    latencies: list[float] = []
    await asyncio.gather(*(_type(i, seats, script, latencies) for i, script in enumerate(scripts)))
    await _settled(seats, 12 * 100)
    used = cpu_seconds(server.pid) - before
    delivered = sum(seat.delivered for seat in seats)
    await _leave(seats, people)
    return {
        "CPU per update delivered to one person, µs": used / (12 * 100 * 11) * 1e6,
        "CPU per frame on the wire, µs": used / delivered * 1e6,
        "CPU per accepted update, µs": used / (12 * 100) * 1e6,
        "acknowledgement p50, ms": percentile(latencies, 0.50) * 1e3,
        "acknowledgement p95, ms": percentile(latencies, 0.95) * 1e3,
        "acknowledgement p99, ms": percentile(latencies, 0.99) * 1e3,
    }


async def _type(number: int, seats: Sequence[Attendant], script: list[bytes], latencies: list[float]) -> None:
    """Five a second, evenly spread over the people; the time until the own frame is acknowledged."""
    seat, start = seats[number], time.perf_counter() + number / 60
    sent = []
    for turn, update in enumerate(script):
        await asyncio.sleep(max(0.0, start + turn / 5 - time.perf_counter()))
        sent.append(time.perf_counter())
        await seat.send(update)
    while seat.acked < len(script):
        await asyncio.sleep(0.01)
    latencies += [ack - at for at, ack in zip(sent, seat.acknowledgements[-len(script) :], strict=True)]


async def propagation(server: Server) -> Figures:
    """From sending a letter to its arrival at each of 11 others, one letter at a time."""
    people, document = await _everybody_may_write(server)
    seats = [await Attendant.enter(server, people[i % len(people)].token, document) for i in range(12)]
    script = typed(seats[0].base, 200)
    delays: list[float] = []
    for update in script:
        marks = [len(seat.arrivals) for seat in seats[1:]]
        sent = time.perf_counter()
        await seats[0].send(update)
        while any(len(seat.arrivals) == mark for seat, mark in zip(seats[1:], marks, strict=True)):
            await asyncio.sleep(0)
        delays += [seat.arrivals[mark] - sent for seat, mark in zip(seats[1:], marks, strict=True)]
    await _leave(seats, people)
    return {f"propagation p{int(p * 100)}, ms": percentile(delays, p) * 1e3 for p in (0.50, 0.95, 0.99)}


async def saturation(server: Server) -> Figures:
    """One writer as fast as it goes, 8 readers, 20,000 letters; every one committed before it is told."""
    people, document = await _everybody_may_write(server)
    seats = [await Attendant.enter(server, people[i % len(people)].token, document) for i in range(9)]
    script = typed(seats[0].base, 20_000)
    before, began = cpu_seconds(server.pid), time.perf_counter()
    for update in script:
        await seats[0].send(update)
    await _acknowledged(seats[0], len(script))
    took, used = time.perf_counter() - began, cpu_seconds(server.pid) - before
    await _leave(seats, people)
    return {
        "accepted updates per second": len(script) / took,
        "CPU per accepted update, µs": used / len(script) * 1e6,
    }


async def cold_join(server: Server) -> Figures:
    """A part with 20,000 edits behind it, opened after a restart; and what it costs without history."""
    people, document = await _everybody_may_write(server)
    plan = await people[0].plan()
    plain = next(part["document"] for part in plan["parts"] if part["kind"] == "resources")
    writer = await Attendant.enter(server, people[0].token, document)
    for update in typed(writer.base, 20_000):
        await writer.send(update)
    await _acknowledged(writer, 20_000)
    await _leave([writer], [])
    figures = {}
    for name, which in (("without history", plain), ("with 20,000 edits", document)):
        times = []
        for _ in range(5):
            await server.stop()
            await server.start()
            warm = await Attendant.enter(server, people[0].token, plan["channel"])
            began = time.perf_counter()
            joined = await Attendant.enter(server, people[0].token, which)
            times.append(time.perf_counter() - began)
            await _leave([warm, joined], [])
        figures[f"cold join {name}, ms"] = percentile(times, 0.5) * 1e3
    await _leave([], people)
    return figures


async def idle_memory(server: Server) -> Figures:
    """Small parts opened and left open by one socket, beyond what the socket itself takes."""
    owner = await Person(server, "owner").log_in()
    plan = await owner.plan()
    documents = []
    for _ in range(180):
        answer = await owner.send("POST", f"/api/plans/{plan['id']}/parts", {"kind": "measure"})
        documents.append(answer.json()["document"])
    socket = await owner.connect()
    await socket.open(plan["channel"])
    before = resident_bytes(server.pid)
    for document in documents:
        await socket.open(document)
    grown = resident_bytes(server.pid) - before
    await socket.close()
    await owner.close()
    return {"memory per open idle part, kB": grown / len(documents) / 1024}


async def admission_share(server: Server) -> Figures:
    """Step 1 of admission beside what follows it, for one typed letter."""
    people, document = await _everybody_may_write(server)
    seat = await Attendant.enter(server, people[0].token, document)
    script = typed(seat.base, 2_000)
    known = lib0.read_state_vector(_state_of(seat.base))
    person, owners = PersonId("x"), dict.fromkeys(known, PersonId("server"))
    began = time.perf_counter()
    for update in script:
        admitted = admission.read(update, known, owners, person)
        known.update(admitted.ends)
        owners.update(dict.fromkeys(admitted.new_clients, person))
    reading = (time.perf_counter() - began) / len(script)
    before = cpu_seconds(server.pid)
    for update in script:
        target = seat.acked + 1
        await seat.send(update)
        await _acknowledged(seat, target)
    whole = (cpu_seconds(server.pid) - before) / len(script)
    await _leave([seat], people)
    return {"step 1 of admission, µs": reading * 1e6, "the whole way of one edit, CPU µs": whole * 1e6}


def _state_of(update: bytes) -> bytes:
    from pycrdt import get_state

    return get_state(update)


async def _everybody_may_write(server: Server) -> tuple[list[Person], str]:
    people = [await Person(server, key).log_in() for key in WRITERS]
    plan: dict[str, Any] = await people[0].plan()
    for participant in plan["participants"]:
        if participant["id"] != plan["me"]:
            grant = {"participant": participant["id"], "kind": KIND, "level": "edit"}
            answer = await people[0].send("POST", f"/api/plans/{plan['id']}/grants", grant)
            assert answer.status_code == 201, answer.text
    return people, next(part["document"] for part in plan["parts"] if part["kind"] == KIND)


async def _acknowledged(seat: Attendant, count: int) -> None:
    while seat.acked < count:
        await asyncio.sleep(0.001)


async def _settled(seats: Sequence[Attendant], updates: int) -> None:
    """Until nothing has arrived anywhere for a while: merged frames cannot be counted in advance."""
    seen = -1
    while seen != (seen := sum(seat.delivered for seat in seats)) or seen == 0:
        await asyncio.sleep(0.2)
    assert sum(seat.acked for seat in seats) >= updates


async def _leave(seats: Sequence[Attendant], people: Sequence[Person]) -> None:
    for seat in seats:
        await seat.leave()
    for person in people:
        await person.close()


SCENARIOS = (meeting, propagation, saturation, cold_join, idle_memory, admission_share)
