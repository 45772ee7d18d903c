"""The parts that are written in: so many letters, and comments on their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.clients.anchors import Typed, typed
from tests.support.clients.people import Document, Person

WRITER, READER = "owner", "coordinator"
PARAGRAPH = 400
PHRASE = "vi ble enige om at dette skal prøves i seks uker før vi snakkes igjen, "
LEAD = 24
"""Letters before a quote, so that its anchor has words on both sides."""


@dataclass(frozen=True)
class Filled:
    """A part of the demo plan, of this kind, and what is added to it."""

    kind: str
    letters: int
    comments: int = 0


MANY_COMMENTS = Filled("home", 53_000, 200)
SOME_COMMENTS = Filled("family", 8_000, 30)
NO_COMMENTS = Filled("education", 8_000)
LARGE = Filled("crisis", 165_000)
ALL = (MANY_COMMENTS, SOME_COMMENTS, NO_COMMENTS, LARGE)


def first_comment(part: Filled) -> str:
    return f"Kommentar 0 til {part.kind}."


def last_words(part: Filled) -> str:
    return f"Her slutter {part.kind}."


async def fill(server: Any) -> None:
    """Everything through the server, as a page would do it; ``READER`` may read all of it."""
    writer = await Person(server, WRITER).log_in()
    try:
        for part in ALL:
            await _let_read(writer, part)
            await _fill(writer, part)
    finally:
        await writer.close()


async def _let_read(writer: Person, part: Filled) -> None:
    plan = await writer.plan()
    reader = next(each["id"] for each in plan["participants"] if each["role"] == READER)
    grant = {"participant": reader, "kind": part.kind, "level": "edit"}
    answer = await writer.post(f"/api/plans/{plan['id']}/grants", grant)
    assert answer.status_code == 201, answer.text


async def _fill(writer: Person, part: Filled) -> None:
    found = await writer.part(part.kind)
    socket = await writer.connect()
    document = await socket.open(found["document"])
    paragraphs = part.letters // PARAGRAPH
    for number in range(paragraphs):
        own = range(part.comments * number // paragraphs, part.comments * (number + 1) // paragraphs)
        written, quotes = _paragraph(document, number, own)
        await document.saved()
        for comment, quote in zip(own, quotes, strict=True):
            await _comment(writer, found["id"], written, quote, f"Kommentar {comment} til {part.kind}.")
    document.add_block(last_words(part))
    await document.saved()
    await socket.close()


def _paragraph(document: Document, number: int, comments: range) -> tuple[Typed, list[str]]:
    quotes = [f"ordene som kommentar {comment} gjelder" for comment in comments]
    words = f"Avsnitt {number}: {PHRASE}"
    for quote in quotes:
        words += f"{PHRASE}{quote}, "
    while len(words) < PARAGRAPH:
        words += PHRASE
    document.add_block("")
    return typed(document, words, len(document.body.children) - 1), quotes


async def _comment(writer: Person, part: str, written: Typed, quote: str, text: str) -> None:
    at = written.text.index(quote)
    anchor = written.anchor(quote, written.text[at - LEAD : at], written.text[at + len(quote) :][:LEAD])
    body = {"text": text, "anchor": anchor, "quote": quote}
    answer = await writer.post(f"/api/parts/{part}/comments", body)
    assert answer.status_code == 201, answer.text
