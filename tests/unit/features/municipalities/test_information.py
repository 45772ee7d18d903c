from __future__ import annotations

import pytest

from server.catalogue import standard
from server.domain.errors import NotFound
from server.domain.plan import SERVER
from server.features.municipalities.information import Information, PageWish, TextBlock, asked_for, blocks_of
from server.features.municipalities.service import Units
from server.features.municipalities.store import Municipalities, anybody
from server.storage.database.database import Database
from server.storage.municipality.settings import MunicipalitySettings
from tests.unit.features.fakes import CountedChance, SetClock

SETTINGS = {
    "contact": {"phone": "55 00 00 00", "mail": "ke@lia.example", "address": "Storgata 1\n9901 Lia"},
    "ombud": {"name": "Ombudet i Lia", "phone": "55 00 00 01"},
    "offers": [{"title": {"nb": "Mestringskurs"}, "text": {"nb": "Seks kvelder.\n\n- Gratis\n- Åpent"}}],
    "chosen": {"case.meeting-cycle": 7},
}


@pytest.fixture
def store(database: Database) -> Municipalities:
    return Municipalities(database, SetClock(), CountedChance())


@pytest.fixture
async def units(store: Municipalities) -> Units:
    units = Units(store, standard(), SetClock())
    lia = await store.add(SERVER, "9901", "Lia <kommune>")
    assert lia is not None
    await units.decide(SERVER, lia, MunicipalitySettings.model_validate(SETTINGS), anybody)
    return units


async def test_the_page_says_who_the_unit_is_and_what_one_has_a_right_to(
    store: Municipalities, units: Units
) -> None:
    page = await Information(store, units).page("9901", PageWish())
    for said in (
        '<html lang="nb">',
        "Lia &lt;kommune&gt;",
        'href="tel:55000000"',
        "ke@lia.example",
        "Storgata 1\n9901 Lia",
        "Mestringskurs",
        "<li>Gratis</li>",
        "Du har rett til en koordinator, også om du ikke vil ha en plan.",
        "Innen 30 dager har du svar",
        "Klag på rettigheten din",
        "Be om tilsyn",
        "Ombudet i Lia",
    ):
        assert said in page, said
    assert "{" not in page
    assert "None" not in page


async def test_it_is_said_in_english_and_shorter(store: Municipalities, units: Units) -> None:
    information = Information(store, units)
    english = await information.page("9901", PageWish("en"))
    assert '<html lang="en">' in english
    assert "You have a right to a coordinator" in english
    short = await information.page("9901", PageWish("nb", shorter=True))
    assert "Du kan si nei." in short
    assert len(short) < len(await information.page("9901", PageWish()))
    assert 'href="/om/9901?lang=en&amp;kort=1"' in short
    assert 'href="/om/9901?lang=nb"' in short


async def test_reporting_on_the_web_is_there_only_where_one_can(store: Municipalities, units: Units) -> None:
    assert "På nett" not in await Information(store, units).page("9901", PageWish())
    page = await Information(store, units, "/meld/{number}").page("9901", PageWish())
    assert '<a class="act" href="/meld/9901">' in page


async def test_a_municipality_says_it_in_its_own_words(store: Municipalities, units: Units) -> None:
    found = await store.numbered("9901")
    assert found is not None
    words = {"information.intro": "Velkommen til oss.", "word.unit": "tildelingskontoret"}
    for key, text in words.items():
        await store.say(SERVER, found.id, key, "nb", text, anybody)
    page = await Information(store, units).page("9901", PageWish())
    assert "Velkommen til oss." in page
    assert "Tildelingskontoret tar imot meldinger" in page


async def test_an_empty_municipality_has_a_page_too(store: Municipalities) -> None:
    await store.add(SERVER, "9902", "Berg kommune")
    page = await Information(store, Units(store, standard(), SetClock())).page("9902", PageWish())
    assert "Koordinerende enhet, Berg kommune" in page
    assert 'href="tel:' not in page


async def test_how_the_unit_is_reached_is_said_as_on_the_page(store: Municipalities, units: Units) -> None:
    reach = await units.contact("9901", "en")
    assert [(each.kind, each.label, each.said) for each in reach.lines] == [
        ("phone", "Phone", "55 00 00 00"),
        ("text", "Address for letters", "Storgata 1\n9901 Lia"),
        ("mail", "E-mail", "ke@lia.example"),
    ]
    page = await Information(store, units).page("9901", PageWish("en"))
    assert f"{reach.unit}, Lia &lt;kommune&gt;" in page
    assert all(each.label in page and each.said in page and each.note in page for each in reach.lines)


async def test_what_a_municipality_has_not_said_is_no_line(store: Municipalities, units: Units) -> None:
    await store.add(SERVER, "9902", "Berg kommune")
    assert (await units.contact("9902", "nb")).lines == ()
    with pytest.raises(NotFound):
        await units.contact("9903", "nb")


async def test_only_what_is_served_has_a_page(store: Municipalities, units: Units) -> None:
    information = Information(store, units)
    with pytest.raises(NotFound):
        await information.page("9903", PageWish())
    assert "Lia &lt;kommune&gt;" in await information.listed(PageWish())
    assert "Vi finner ikke den kommunen" in await information.missing(PageWish())


async def test_where_there_are_none_the_list_says_so(store: Municipalities) -> None:
    page = await Information(store, Units(store, standard(), SetClock())).listed(PageWish("en"))
    assert "There are no municipalities here yet." in page


@pytest.mark.parametrize(
    ("lang", "kort", "accepted", "shown"),
    [
        (None, None, (), PageWish("nb")),
        (None, None, ("en", "nb"), PageWish("en")),
        (None, None, ("de", "nn", "en"), PageWish("nb")),
        (None, None, ("de", "fr"), PageWish("nb")),
        ("en", "1", ("nb",), PageWish("en", shorter=True)),
        ("nb", "0", ("en",), PageWish("nb")),
        ("fr", "x", ("en",), PageWish("nb")),
    ],
)
def test_the_address_counts_before_what_a_browser_asks_for(
    lang: str | None, kort: str | None, accepted: tuple[str, ...], shown: PageWish
) -> None:
    assert asked_for(lang, kort, accepted) == shown


def test_a_text_is_paragraphs_and_lists() -> None:
    assert blocks_of("Én.\n\n- a\n- b\n\nTo:\n- c") == [
        TextBlock("Én."),
        TextBlock(items=("a", "b")),
        TextBlock("To:"),
        TextBlock(items=("c",)),
    ]
