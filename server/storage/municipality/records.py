"""Municipalities, for what needs them inside its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from server.catalogue import Catalogue
from server.domain.audit import Event
from server.domain.plan import PlanId
from server.domain.unit.rights import MunicipalityId
from server.storage import ledger
from server.storage.database.told import may_be_an_id
from server.storage.metadata import plans

from .settings import settings_of
from .tables import municipalities, municipality_texts


@dataclass(frozen=True, slots=True)
class Municipality:
    """``number``: kommunenummer, four digits. ``settings``: as stored; ``version`` counts their changes."""

    id: MunicipalityId
    number: str
    name: str
    settings: Mapping[str, Any]
    version: int
    created_at: datetime


def municipality(connection: Connection, which: MunicipalityId) -> Municipality | None:
    if not may_be_an_id(which):
        return None
    row = connection.execute(select(municipalities).where(municipalities.c.id == which)).one_or_none()
    return None if row is None else as_municipality(row)


def municipality_numbered(connection: Connection, number: str) -> Municipality | None:
    if not may_be_an_id(number):
        return None
    row = connection.execute(select(municipalities).where(municipalities.c.number == number)).one_or_none()
    return None if row is None else as_municipality(row)


def all_municipalities(connection: Connection) -> list[Municipality]:
    """By name."""
    found = select(municipalities).order_by(municipalities.c.name, municipalities.c.number)
    return [as_municipality(row) for row in connection.execute(found)]


def add_municipality(connection: Connection, new: Municipality, event: Event) -> bool:
    """``False`` if one of that number exists."""
    ledger.hold(connection, ledger.NO_PLAN)  # nobody adds another one meanwhile
    if municipality_numbered(connection, new.number) is not None:
        return False
    ledger.append(connection, [event])
    connection.execute(
        insert(municipalities).values(
            id=new.id,
            number=new.number,
            name=new.name,
            settings=dict(new.settings),
            version=new.version,
            created_at=new.created_at,
        )
    )
    return True


def as_municipality(row: Row[Any]) -> Municipality:
    return Municipality(
        MunicipalityId(row.id), row.number, row.name, row.settings, row.version, row.created_at
    )


def own_texts(connection: Connection, which: MunicipalityId) -> dict[tuple[str, str], str]:
    """What it says in its own words, by key and language."""
    asked = select(municipality_texts).where(municipality_texts.c.municipality_id == which)
    return {(row.key, row.language): row.text for row in connection.execute(asked)}


def own_catalogue(connection: Connection, which: Municipality, standard: Catalogue) -> Catalogue:
    """The catalogue with its own words, and the numbers it has chosen."""
    settings = settings_of(which.settings)
    return standard.with_own(own_texts(connection, which.id), settings.chosen, settings.switches)


def catalogue_of_plan(connection: Connection, plan: PlanId, standard: Catalogue) -> Catalogue:
    """That of the municipality it is in; the standard one where it is in none."""
    which = connection.scalar(select(plans.c.municipality_id).where(plans.c.id == plan))
    where = None if which is None else municipality(connection, which)
    return standard if where is None else own_catalogue(connection, where, standard)
