"""All identity providers of this installation, and whether they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from server.ports.clock import Clock, utc_now

from .client.fetching import Fetcher, http_client
from .flow import ProviderLogins
from .pending import PendingSeal
from .provider import Provider


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """A way to log in. ``up``: whether the provider answered when it was last asked."""

    name: str
    title: str
    up: bool
    test: bool


class IdentityProviders:
    """By name. Between ``start`` and ``close`` each is watched by a task of its own."""

    def __init__(self, providers: Iterable[Provider], secret: str, clock: Clock) -> None:
        seal = PendingSeal(secret)
        self._fetchers = {provider.name: Fetcher(http_client()) for provider in providers}
        self._logins = {
            each.name: ProviderLogins(each, self._fetchers[each.name], seal, clock) for each in providers
        }
        self._watching: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._watching = [asyncio.create_task(each.discovery.watch()) for each in self._logins.values()]

    async def close(self) -> None:
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        for fetcher in self._fetchers.values():
            await fetcher.close()

    def named(self, name: str) -> ProviderLogins | None:
        return self._logins.get(name)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._logins)

    def choices(self) -> tuple[ProviderChoice, ...]:
        """As they are known to be now: nothing is waited for."""
        return tuple(
            ProviderChoice(each.provider.name, each.provider.title, each.discovery.up, each.provider.test)
            for each in self._logins.values()
        )


NO_PROVIDERS = IdentityProviders((), "", utc_now)
