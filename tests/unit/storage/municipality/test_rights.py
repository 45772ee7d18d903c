from __future__ import annotations

import pytest

from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.storage.database.database import Database
from server.storage.municipality.rights import counted_for, handled_by, require_right, rights_in
from tests.unit.features.units import CLERK, unit

COUNTER, NEIGHBOUR, NOBODY = PersonId("counter"), PersonId("neighbour"), PersonId("nobody")


async def two_units(database: Database) -> tuple[MunicipalityId, MunicipalityId]:
    lia, berg = await unit(database), await unit(database, "9902", NEIGHBOUR)
    await unit(database, "9901", COUNTER, UnitRight.STATISTICS)
    return lia, berg


@pytest.mark.rule(15)
async def test_rights_are_of_one_municipality(database: Database) -> None:
    lia, berg = await two_units(database)
    nowhere = MunicipalityId("nowhere")
    expected = {
        CLERK: ({UnitRight.CASE_HANDLER}, set()),
        COUNTER: ({UnitRight.STATISTICS}, set()),
        NEIGHBOUR: (set(), {UnitRight.CASE_HANDLER}),
        NOBODY: (set(), set()),
    }
    for person, (here, there) in expected.items():
        for where, rights in ((lia, here), (berg, there), (nowhere, set())):
            found = await database.read(lambda c, p=person, w=where: rights_in(c, p, w))  # type: ignore[misc]
            assert found == rights, (person, where)


@pytest.mark.rule(15)
async def test_whoever_lacks_the_right_is_told_what_a_municipality_that_is_not_there_says(
    database: Database,
) -> None:
    lia, berg = await two_units(database)
    await database.read(lambda c: require_right(c, CLERK, lia, UnitRight.CASE_HANDLER))
    for person, where in ((COUNTER, lia), (CLERK, berg), (NOBODY, lia), (CLERK, MunicipalityId("x"))):
        with pytest.raises(NotFound) as refused:
            await database.read(
                lambda c, p=person, w=where: require_right(c, p, w, UnitRight.CASE_HANDLER)  # type: ignore[misc]
            )
        assert refused.value.detail == ""


async def test_each_right_counts_its_own_municipality(database: Database) -> None:
    lia, berg = await two_units(database)
    for person, counted in ((CLERK, {lia}), (COUNTER, {lia}), (NEIGHBOUR, {berg}), (NOBODY, set())):
        assert await database.read(lambda c, p=person: counted_for(c, p)) == counted  # type: ignore[misc]


@pytest.mark.rule(15)
async def test_whoever_sees_counts_alone_handles_the_cases_of_no_municipality(database: Database) -> None:
    lia, berg = await two_units(database)
    for person, handled in ((CLERK, {lia}), (COUNTER, set()), (NEIGHBOUR, {berg}), (NOBODY, set())):
        assert await database.read(lambda c, p=person: handled_by(c, p)) == handled  # type: ignore[misc]
