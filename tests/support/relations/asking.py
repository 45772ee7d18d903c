"""Asking a question of the table as somebody, and which of its answers it got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from server.web.cookies import COOKIE
from tests.support.clients.people import KEEP_ALIVE, PLAIN
from tests.support.operations import OPERATIONS

from .questions import Question, address_of, body_of
from .table import RELATIONS
from .world import World, made_up

SIGNED_OUT = ("nobody", "code")
ENDING = ("log_out", "end_sessions", "choose_role")
"""After which somebody's session is over."""
BY_STATUS = {401: "?", 403: "!", 404: "-", 409: "~", 422: "#", 400: "x"}


@dataclass(frozen=True)
class Heard:
    """``answer``: of the table, or the status where it has none."""

    answer: str
    whole: tuple[int, tuple[tuple[bytes, bytes], ...], bytes]


class Asker:
    """``browser`` keeps no cookies: each request says whose it is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._browser = httpx.AsyncClient(
            base_url=world.server.url, verify=PLAIN, timeout=60, limits=KEEP_ALIVE
        )

    async def close(self) -> None:
        await self._browser.aclose()

    async def asks(self, column: str, asked: Question, *, about_nothing: bool = False) -> Heard:
        world, relation = self.world, RELATIONS[column]
        ids, headers = world.ids(relation), dict(self._as(relation))
        operation = OPERATIONS[asked.operation]
        if asked.assisted:
            ids = {**ids, "assisted": await world.assisted()}
            headers |= {"X-Assisted": ids["assisted"]} if operation.assists else {}
        body = await body_of(asked, world, relation)
        if about_nothing and body is not None and "code" in body:
            body["code"] = made_up(body["code"])
        path = address_of(asked, {key: made_up(each) for key, each in ids.items()} if about_nothing else ids)
        ends = asked.operation in ENDING and relation not in SIGNED_OUT
        if ends:
            await world.log_in_again(relation)
        answer = await self._browser.request(
            operation.method, path, json=body if operation.is_command else None, headers=headers
        )
        self._browser.cookies.clear()
        if ends:
            await world.log_in_again(relation)
        return Heard(self._answer(relation, answer), _whole(answer))

    def _as(self, relation: str) -> Mapping[str, str]:
        if relation in SIGNED_OUT:
            return {}
        person = self.world.people[relation]
        return {"Cookie": f"{COOKIE}={person.token}", "X-CSRF-Token": person.csrf}

    def _answer(self, relation: str, answer: httpx.Response) -> str:
        if answer.status_code >= 400:
            return BY_STATUS.get(answer.status_code, str(answer.status_code))
        said = not answer.content or any(w in answer.text for w in self.world.words(relation))
        return "+" if said else "o"


def _whole(answer: httpx.Response) -> Any:
    headers = sorted(each for each in answer.headers.raw if each[0].lower() != b"date")
    return answer.status_code, tuple(headers), answer.content
