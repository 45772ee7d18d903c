from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.catalogue import standard
from server.domain.plan import PersonId
from server.features.municipalities.command_line import MunicipalityCommand, NotDone
from server.features.municipalities.service import Units
from server.features.municipalities.store import Municipalities
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.persons import Person, enrol
from tests.unit.features.fakes import CountedChance, SetClock


@pytest.fixture
async def command(database: Database) -> MunicipalityCommand:
    await database.write(
        lambda connection: enrol(connection, [Person(PersonId("berit"), "Berit", demo_key="berit")])
    )
    store = Municipalities(database, SetClock(), CountedChance())
    return MunicipalityCommand(store, Units(store, standard(), SetClock()))


async def test_the_first_municipality_and_its_first_case_handler(
    command: MunicipalityCommand, database: Database
) -> None:
    assert await command.listed() == []
    assert await command.add("9901", "Lia kommune") == ["9901 Lia kommune was added."]
    assert await command.listed() == ["9901 Lia kommune"]
    assert await command.give("9901", "berit", "case-handler") == ["berit case-handler: given."]
    assert await command.give("9901", "berit", "case-handler") == ["berit case-handler: held already."]
    assert await command.rights("9901") == ["berit case-handler Berit"]
    assert await command.end("9901", "berit", "case-handler") == ["berit case-handler: ended."]
    assert await command.rights("9901") == []
    entries = [entry.event for entry in await Ledger(database).entries(None)]
    assert {entry.person for entry in entries} == {"server"}
    assert len(entries) == 3


async def test_a_leader_is_given_and_ended_with_the_service(command: MunicipalityCommand) -> None:
    await command.add("9901", "Lia kommune")
    given = await command.give("9901", "berit", "leader", " Helse  og omsorg")
    assert given == ["berit leader (Helse og omsorg): given."]
    again = await command.give("9901", "berit", "leader", "helse og omsorg")
    assert again == ["berit leader (helse og omsorg): held already."]
    assert await command.give("9901", "berit", "leader", "NAV") == ["berit leader (NAV): given."]
    assert await command.end("9901", "berit", "leader", "nav") == ["berit leader (nav): ended."]
    assert await command.rights("9901") == ["berit leader (Helse og omsorg) Berit"]
    for right, service in (("leader", " "), ("statistics", "NAV")):
        with pytest.raises(NotDone, match="--workplace"):
            await command.give("9901", "berit", right, service)


async def test_what_is_shown_can_be_changed_and_set(command: MunicipalityCommand, tmp_path: Path) -> None:
    await command.add("9901", "Lia kommune")
    (shown,) = await command.show("9901")
    settings = json.loads(shown)
    settings["contact"]["phone"] = "55 00 00 00"
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(settings))
    assert await command.set("9901", file=file) == ["9901 Lia kommune: version 2."]
    assert await command.set("9901", name="Nye Lia") == ["9901 Nye Lia: version 3."]
    (again,) = await command.show("9901")
    assert json.loads(again) == settings
    assert await command.set("9901", to="9909") == ["9909 Nye Lia: version 4."]
    assert await command.listed() == ["9909 Nye Lia"]


async def test_what_cannot_be_done_is_said_and_not_done(command: MunicipalityCommand, tmp_path: Path) -> None:
    await command.add("9901", "Lia kommune")
    await command.add("9909", "Vik kommune")
    file = tmp_path / "settings.json"
    for wrong in ("{", '{"chosen": {"age.majority": 17}}', '{"contact": {"phone": "x"}}', "[]"):
        file.write_text(wrong)
        with pytest.raises(NotDone):
            await command.set("9901", file=file)
    refused = [
        (command.add("9901", "x"), "there is a municipality"),
        (command.add("99", "x"), "four digits"),
        (command.add("9902", " "), "a name has"),
        (command.set("9901", name="\n"), "a name has"),
        (command.set("9901", to="1"), "four digits"),
        (command.set("9901", to="9909"), "there is a municipality"),
        (command.set("9901", file=tmp_path / "none"), "No such file"),
        (command.show("9903"), "no municipality with the number 9903"),
        (command.give("9901", "nobody", "case-handler"), "nobody has the id nobody"),
        (command.end("9901", "berit", "statistics"), "does not hold statistics"),
    ]
    for asked, why in refused:
        with pytest.raises(NotDone, match=why):
            await asked
    assert await command.listed() == ["9901 Lia kommune", "9909 Vik kommune"]
