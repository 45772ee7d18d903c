"""What a plan must contain and lacks, as its owner reads it before they say that it is valid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from server.domain.cases.contents import POINTS
from server.features.cases.rules import rules_on

from .wording import ShownTo, content_text


@dataclass(frozen=True, slots=True)
class ContentPoint:
    """``point``: its letter in the regulation."""

    point: str
    text: str
    missing: bool


@dataclass(frozen=True, slots=True)
class PlanContentsAnswer:
    """``next_revision``: when it is usually gone through again."""

    points: tuple[ContentPoint, ...]
    next_revision: date


def plan_contents_answer(gaps: Collection[str], reader: ShownTo) -> PlanContentsAnswer:
    rules = rules_on(reader.catalogue, reader.day)
    points = tuple(ContentPoint(each, content_text(each, reader), each in gaps) for each in POINTS)
    return PlanContentsAnswer(points, rules.usual_revision(reader.day))
