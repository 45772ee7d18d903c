"""The demo municipality and its unit. Invented: no municipality has such a number."""

from __future__ import annotations

from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities, anybody
from server.storage.database.database import Database
from server.storage.municipality.settings import (
    Contact,
    Description,
    LocalWords,
    MunicipalitySettings,
    Offer,
    Office,
)
from server.storage.persons import Person, enrol

NUMBER, NAME = "9950", "Sundvåg kommune"
SETTINGS = MunicipalitySettings(
    contact=Contact(
        phone="55 01 24 00",
        mail="koordinerende.enhet@sundvag.example",
        address="Sundvåg kommune\nKoordinerende enhet\nPostboks 12\n9950 Sundvåg",
        visit="Rådhuset, Havnegata 3, første etasje",
        hours=LocalWords(nb="Mandag til fredag kl. 9–15", en="Monday to Friday, 9 to 15"),
    ),
    governor=Office(name="Statsforvalteren i Nordfjella", phone="55 01 80 00"),
    ombud=Office(name="Pasient- og brukerombudet i Nordfjella", phone="55 01 81 10"),
    offers=(
        Offer(
            title=LocalWords(nb="Mestringskurs", en="Course in living with illness"),
            text=Description(
                nb="Seks kvelder for deg som lever med langvarig sykdom, og for dem du bor med. Gratis.",
                en="Six evenings for you who live with lasting illness, and for those at home. Free.",
            ),
            phone="55 01 24 10",
        ),
        Offer(
            title=LocalWords(nb="Avlastning", en="Respite"),
            text=Description(
                nb="Noen andre er der en helg eller noen timer, så du får hvile. Du må søke.",
                en="Somebody else is there for a weekend or some hours, so that you can rest. Apply for it.",
            ),
        ),
        Offer(
            title=LocalWords(nb="Søskengruppe", en="Group for brothers and sisters"),
            text=Description(
                nb="For deg mellom 8 og 16 år som har en søster eller bror som trenger mye hjelp.",
                en="For you between 8 and 16 who have a sister or brother who needs much help.",
            ),
            phone="55 01 24 12",
        ),
    ),
    chosen={"case.meeting-cycle": 7},
)


async def found_municipality(database: Database, store: Municipalities, unit: Person) -> MunicipalityId:
    """With ``unit`` as its case handler. May be repeated."""
    await database.write(lambda connection: enrol(connection, [unit]))
    await store.add(SERVER, NUMBER, NAME)
    found = await store.numbered(NUMBER)
    assert found is not None
    if found.version == 1:
        await store.change(SERVER, found, SETTINGS.stored(), anybody)
    await store.give(SERVER, found.id, PersonId(unit.id), UnitRight.CASE_HANDLER)
    return found.id
