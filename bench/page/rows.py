"""What is measured, with the goals that the page must keep: a row each, and how to add one.

A row takes a browser and a site and returns figures by name; it leaves the texts as they were. Its goals name
figures: ``Ratio`` is about this commit's by the other's, ``AtMost`` about this commit's alone.
A row that the other page has no way to do is ``alone``: it is measured of this one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from playwright.async_api import Browser

from bench.scene import Figures

from . import loading, people, place, writing
from .content import MANY_COMMENTS, NO_COMMENTS, SOME_COMMENTS
from .report import AtMost, Goal, Ratio
from .site import Site


@dataclass(frozen=True)
class Row:
    name: str
    run: Callable[[Browser, Site], Awaitable[Figures]]
    goals: Mapping[str, Goal]
    alone: bool = False


def _per_letter(ratio: float) -> Mapping[str, Goal]:
    return {writing.WRITER_CPU: Ratio(ratio), writing.READER_CPU: Ratio(ratio)}


ROWS = (
    Row(
        "own_words",
        loading.own_words,
        {
            loading.OWN_WORDS: Ratio(0.33),
            loading.RECEIVED: Ratio(0.20),
            loading.SECOND_VISIT: Ratio(0.6),
        },
    ),
    Row(
        "log_in",
        loading.log_in,
        {loading.SCRIPTS: AtMost(120.0), loading.A_WORD: AtMost(500.0), loading.USABLE: AtMost(2_500.0)},
    ),
    Row("deep_link", loading.deep_link, {loading.WRITABLE: Ratio(0.5)}),
    Row("letters_200_comments", writing.letters(MANY_COMMENTS), _per_letter(0.12)),
    Row("letters_30_comments", writing.letters(SOME_COMMENTS), _per_letter(0.3)),
    Row("letters_no_comments", writing.letters(NO_COMMENTS), _per_letter(0.9)),
    Row("enter", writing.enter, {writing.READER_ENTER: Ratio(0.25)}),
    Row("opening", writing.opening, {writing.OPENED: Ratio(0.5)}),
    Row("place", place.place, {place.READING: AtMost(2.0), place.WRITING: AtMost(2.0)}),
    Row(
        "people",
        people.people,
        {people.READS_UNTIL: AtMost(12.0), people.STATUS_AND_COMMENT: AtMost(5.0)},
        alone=True,
    ),
)
