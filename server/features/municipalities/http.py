"""HTTP operations: what the case handlers of a municipality decide for it, and its public page."""

from __future__ import annotations

from hashlib import sha256
from typing import Literal, cast

from pydantic import Field
from starlette.responses import Response

from server.domain.errors import NotFound, Outdated, TooManyRequests
from server.storage.municipality.settings import MunicipalitySettings
from server.web.operation import Asked, Body, Number, Operation, Text

from .answers import OwnText, SettingsAnswer, UnitAnswer, VersionAnswer
from .contact import UnitContact
from .information import STYLE, Information, PageWish, asked_for
from .service import Units

ONE = "/api/municipalities/{municipality}"
WISHES = ("lang", "kort")
KEPT = {304: "As the browser has it"}


class SettingsChange(Body):
    version: Number
    settings: MunicipalitySettings


class TextChange(Body):
    """``text``: "" for the usual words."""

    language: Literal["nb", "nn", "en"]
    text: Text = Field(max_length=8_000)


def operations(units: Units) -> tuple[Operation, ...]:
    return (
        _units(units),
        _settings(units),
        _change_settings(units),
        _texts(units),
        _say(units),
        _words(units),
        _municipal_words(units),
        _unit_contact(units),
    )


def _where(asked: Asked) -> str:
    """A kommunenummer."""
    return asked.path["municipality"]


def _units(units: Units) -> Operation:
    async def my_units(asked: Asked) -> tuple[UnitAnswer, ...]:
        return await units.mine(asked.person)

    return Operation("GET", "/api/units", "The coordinating units I am of", my_units, tuple[UnitAnswer, ...])


def _settings(units: Units) -> Operation:
    async def municipality_settings(asked: Asked) -> SettingsAnswer:
        return await units.settings(asked.person, _where(asked))

    return Operation(
        "GET",
        f"{ONE}/settings",
        "What a municipality has decided for itself (its case handlers)",
        municipality_settings,
        SettingsAnswer,
        refusals=(NotFound,),
    )


def _change_settings(units: Units) -> Operation:
    async def change_settings(asked: Asked) -> VersionAnswer:
        wanted = cast(SettingsChange, asked.body)
        return VersionAnswer(await units.change(asked.person, _where(asked), wanted.version, wanted.settings))

    return Operation(
        "PUT",
        f"{ONE}/settings",
        "Decide it anew (its case handlers)",
        change_settings,
        VersionAnswer,
        body=SettingsChange,
        body_bytes=256 * 1024,
        refusals=(NotFound, Outdated, TooManyRequests),
    )


def _texts(units: Units) -> Operation:
    async def municipality_texts(asked: Asked) -> tuple[OwnText, ...]:
        return await units.texts(asked.person, _where(asked))

    return Operation(
        "GET",
        f"{ONE}/texts",
        "Every text, and what the municipality says instead (its case handlers)",
        municipality_texts,
        tuple[OwnText, ...],
        refusals=(NotFound,),
    )


def _say(units: Units) -> Operation:
    async def say_in_own_words(asked: Asked) -> None:
        wanted, key = cast(TextChange, asked.body), asked.path["key"]
        await units.say(asked.person, _where(asked), key, wanted.language, wanted.text)

    return Operation(
        "PUT",
        f"{ONE}/texts/{{key}}",
        "Say a text in the municipality's own words (its case handlers)",
        say_in_own_words,
        status=204,
        body=TextChange,
        refusals=(NotFound, TooManyRequests),
    )


def _words(units: Units) -> Operation:
    async def words(asked: Asked) -> dict[str, str]:
        return await units.words(None, asked.path["subject"], asked.path["language"])

    return Operation(
        "GET",
        "/api/texts/{subject}/{language}",
        "The texts of one subject",
        words,
        dict[str, str],
        signed_in=False,
        refusals=(NotFound,),
    )


def _municipal_words(units: Units) -> Operation:
    async def municipal_words(asked: Asked) -> dict[str, str]:
        return await units.words(_where(asked), asked.path["subject"], asked.path["language"])

    return Operation(
        "GET",
        f"{ONE}/texts/{{subject}}/{{language}}",
        "The texts of one subject, in the municipality's own words",
        municipal_words,
        dict[str, str],
        signed_in=False,
        refusals=(NotFound,),
    )


def _unit_contact(units: Units) -> Operation:
    async def unit_contact(asked: Asked) -> UnitContact:
        return await units.contact(_where(asked), asked.path["language"])

    return Operation(
        "GET",
        f"{ONE}/contact/{{language}}",
        "How the unit of a municipality is reached, as its public page says it",
        unit_contact,
        UnitContact,
        signed_in=False,
        refusals=(NotFound,),
    )


# -- the public page ------------------------------------------------------------------------------


def pages(information: Information, font: str | None) -> tuple[Operation, ...]:
    """``font``: the address of the built page's typeface, if there is one."""
    return (_style(font), _list(information), _page(information))


def _style(font: str | None) -> Operation:
    face = f'@font-face{{font-family:"Inter Variable";font-weight:100 900;src:url("{font}")}}\n'

    async def information_style(asked: Asked) -> Response:
        return _cached(asked, (face if font else "") + STYLE, "text/css")

    return Operation(
        "GET",
        "/om/side.css",
        "The look of the public pages",
        information_style,
        media="text/css",
        otherwise=KEPT,
        signed_in=False,
    )


def _list(information: Information) -> Operation:
    async def information_list(asked: Asked) -> Response:
        shown = _shown(asked)
        return _cached(asked, await information.listed(shown), "text/html", shown)

    return Operation(
        "GET",
        "/om",
        "A public page of the municipalities served here",
        information_list,
        query=WISHES,
        media="text/html",
        otherwise=KEPT,
        signed_in=False,
    )


def _page(information: Information) -> Operation:
    async def information_page(asked: Asked) -> Response:
        shown = _shown(asked)
        try:
            page = await information.page(asked.path["number"], shown)
        except NotFound:
            return _cached(asked, await information.missing(shown), "text/html", shown, status=404)
        return _cached(asked, page, "text/html", shown)

    return Operation(
        "GET",
        "/om/{number}",
        "The public page of a municipality: rights, how to report, offers, complaints",
        information_page,
        query=WISHES,
        media="text/html",
        otherwise={**KEPT, 404: "A page that says that there is no such municipality"},
        signed_in=False,
    )


def _shown(asked: Asked) -> PageWish:
    query = asked.query
    accepted = asked.request.headers.get("accept-language", "")[:500].lower()
    languages = [each.partition(";")[0].strip().partition("-")[0] for each in accepted.split(",")]
    return asked_for(query.get("lang"), query.get("kort"), languages)


def _cached(
    asked: Asked, content: str, media_type: str, shown: PageWish | None = None, status: int = 200
) -> Response:
    """The same for everybody, whoever is logged in: for some minutes it need not be asked for again."""
    tag = f'"{sha256(content.encode()).hexdigest()[:16]}"'
    headers = {"Cache-Control": "public, max-age=300", "ETag": tag}
    if shown is not None:
        headers |= {"Vary": "Accept-Language", "Content-Language": shown.language}
    if tag in asked.request.headers.get("if-none-match", "")[:1000] and status == 200:
        return Response(status_code=304, headers=headers)
    return Response(content, status, headers, media_type=media_type)
