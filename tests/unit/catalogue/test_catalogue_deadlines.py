"""No text tells of a day as if it were to come where it may have passed: in the catalogue and on the page.

Whatever tells of a day by which something is to be, or until which it is so, stands in one of the lists here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.catalogue import standard
from server.catalogue.catalogue import Catalogue

FRONTEND = Path(__file__).parents[3] / "frontend" / "src"
LANGUAGES = ("nb", "en")
A_DAY = re.compile(r"\{\{?(day|date|until|due|end|to|last|next)\}\}?")
TELLS_OF_IT = {
    "nb": re.compile(r"\b(innen|til|før|senest|frist\w*|siste dag|igjen|vente[rs]|neste)\b", re.IGNORECASE),
    "en": re.compile(
        r"\b(by|until|before|due|deadline|last day|later than|again|next|to be|expect\w*)\b", re.IGNORECASE
    ),
}
SENTENCE = re.compile(r"(?<=[.?!:]) ")
IS_PAST = {
    "nb": re.compile(r"\b(var|skulle|passert)\b", re.IGNORECASE),
    "en": re.compile(r"\b(was|should have|has passed)\b", re.IGNORECASE),
}

UNTIL_IT_PASSES = {
    "case.stage.clarifying": "case.stage.clarifying-late",
    "case.stage.clarifying.for": "case.stage.clarifying-late.for",
    "cases:own.due": "cases:own.wasDue",
    "cases:own.plan.next": "cases:own.plan.nextPassed",
    "cases:own.whoseFamily": "cases:own.whoseFamilyPassed",
    "complaints:course.contest": "complaints:course.contestOver",
    "complaints:course.due": "complaints:course.wasDue",
    "complaints:draft.end": "complaints:draft.endPassed",
    "plan:front.revision": "plan:period.overdue",
}
"""Each with what is said instead once its day has passed."""
NEVER_AFTER_IT = {
    "cases:own.acting": "whose time is over acts no more",
    "cases:own.represented": "whose time is over acts no more",
    "cases:place.goes": "whose last day has passed coordinates no more",
    "cases:place.awayUntil": "an absence that is over is not told",
    "cases:coordinated.awayUntil": "an absence that is over is not told",
    "cases:coordinated.goes": "whose last day has passed coordinates no more",
    "coordinator:standingIn.until": "whose last day has passed stands in no more",
    "complaints:course.closes": "what was closed is closed no more",
    "desk:absences.both": "what is over is listed no more",
    "desk:absences.until": "what is over is listed no more",
    "consent:note.until": "what has ended is not said to hold",
    "consent:narrowed.until": "what has ended is not said to hold",
    "consent:paper.codeHint": "on the sheet as it is made",
    "people:made.until": "as the link is made",
    "people:list.until": "of invitations that are open",
    "statistics:freezeWaits": "from the day after it the year can be frozen as it is",
    "plan.said-valid": "as it is said, of a day that is chosen to come, and kept as it was said",
    "plan.valid": "as it is said, of a day that is chosen to come, and kept as it was said",
}
"""Said only while the day is to come, and why."""
IN_EITHER_TENSE = {
    "assisted:past.by",
    "complaints:course.responsible",
    "complaints:items.until",
    "desk:directory.refresh",
    "moving.person",
    "plan:goal.by",
    "plan:measure.dueOn",
    "plan:measure.dueRow",
    "plan:measure.period",
    "statistics:soFar",
}
"""A day and what it is of, without a verb: that it has passed is said beside it."""
WRITES = ("owner", "representative", "coordinator", "case-handler")
NO_DEADLINE = {
    "cases:own.complaints.sent": "sent",
    **{f"cases:own.gone.by.{who}": "written" for who in WRITES},
    **{f"cases:for.gone.by.{who}": "written" for who in ("owner", "representative")},
    "coordinator:checklist.by": "done",
    "coordinator:checklist.back": "taken back",
    "coordinator:checklist.byStandIn": "done",
    "coordinator:checklist.backStandIn": "taken back",
    "coordinator:unanswered.invited.proposed": "the day of an invitation",
    "dates:news.open": "a date that somebody set",
    "dates:news.mine": "a date that somebody set",
    "dates:news.theirs": "a date that somebody set",
    "plan:period.written": "what stood there before",
}
VERB = {
    "nb": re.compile(r"\b(er|skal|kan|må|får|har|blir|kommer|gjelder|virker|mister)\b"),
    "en": re.compile(r"\b(is|are|may|must|will|has|have|works|comes|holds)\b"),
}


def flat(said: dict[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in said.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        else:
            yield above + key, str(value)


def on_the_page(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((FRONTEND / "i18n" / language).glob("*.json")):
        for key, text in flat(json.loads(file.read_text(encoding="utf-8"))):
            yield f"{file.stem}:{key}", text


def in_the_catalogue(language: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for key, versions in catalogue.texts.items():
        for version in versions:
            yield key, version.said(language) or ""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def texts(language: str) -> dict[str, str]:
    return dict([*on_the_page(language), *in_the_catalogue(language, standard())])


def telling(texts: dict[str, str], language: str) -> dict[str, str]:
    """The sentences of each that tell of a day."""
    found: dict[str, str] = {}
    for key, text in texts.items():
        said = [each for each in SENTENCE.split(text) if A_DAY.search(each)]
        if any(TELLS_OF_IT[language].search(each) for each in said):
            found[key] = " ".join(said)
    return found


def test_each_text_that_tells_of_a_day_that_may_pass_is_one_of_these(
    texts: dict[str, str], language: str
) -> None:
    known = {*UNTIL_IT_PASSES, *NEVER_AFTER_IT, *IN_EITHER_TENSE, *NO_DEADLINE}
    unsure = {
        key: said
        for key, said in telling(texts, language).items()
        if key not in known and not IS_PAST[language].search(said)
    }
    assert unsure == {}
    assert known <= texts.keys(), "one that is there no more"


def test_what_is_said_once_the_day_has_passed_says_that_it_has(texts: dict[str, str], language: str) -> None:
    for before, after in UNTIL_IT_PASSES.items():
        assert IS_PAST[language].search(texts[after]), after
        assert not IS_PAST[language].search(telling(texts, language).get(before, "")), before


def test_what_is_said_before_and_after_has_no_verb(texts: dict[str, str], language: str) -> None:
    for key in IN_EITHER_TENSE:
        assert not VERB[language].search(telling(texts, language).get(key, "")), key


def test_a_text_that_promises_a_day_is_found() -> None:
    promise = {"nb": "Hei. Du får svar innen {day}.", "en": "Hello. You have an answer by {day}."}
    for language, text in promise.items():
        assert telling({"a": text, "b": "Fra {day}.", "c": text.replace("{day}", "")}, language).keys() == {
            "a"
        }


@pytest.mark.parametrize("pair", [each for each in UNTIL_IT_PASSES.items() if ":" in each[0]])
def test_the_page_asks_for_both_wherever_it_asks_for_one(pair: tuple[str, str]) -> None:
    """In the same file, in a call or in a choice of two; and somewhere it does ask."""
    files = [each for each in sorted(FRONTEND.rglob("*.ts*")) if ".test." not in each.name]
    before, after = (each.split(":")[1].removeprefix("own.") for each in pair)
    asked = re.compile(rf"(?:\b(?:t|say|sayDay)\([^()]*|[?:] )'(?:own\.)?{re.escape(before)}'")
    sources = [each for each in (file.read_text(encoding="utf-8") for file in files) if asked.search(each)]
    assert sources, f"{before}: nobody says it, or this does not see where"
    for source in sources:
        by_its_day = after == f"{before}Passed" and f"sayDay('{before}'" in source
        assert by_its_day or re.search(rf"'(?:own\.)?{re.escape(after)}'", source), pair
