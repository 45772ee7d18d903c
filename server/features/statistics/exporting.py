"""A year's report as CSV: what is published of it, a line for each number. Pure.

Read by spreadsheets in Norway: semicolons between, and a byte order mark before. A blanked number is empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from server.catalogue.catalogue import Catalogue
from server.domain.counts.definitions import SERVICE
from server.domain.counts.plans import ORGANISATION
from server.domain.counts.tables import OTHERS, CountTable, Line
from server.domain.sentences.quoting import plain

from .answers import Frozen

HEAD = ("municipality", "as_of", "count", "key", "what", "of", "value", "number")
NAMED = (SERVICE, ORGANISATION)
FORMULA = frozenset("=+-@")
CELLS = re.compile("([,;\t|])")
"""Where a spreadsheet may begin another cell, if somebody opens the file as one of other separators: then
quotation marks keep nothing together."""


def as_csv(number: str, frozen: Frozen, catalogue: Catalogue, language: str) -> str:
    """``number``: of the municipality. ``of``: total, area, value, service, organisation or days."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for table in frozen.published:
        what = catalogue.text(f"statistics.count.{table.key}", language, on=frozen.as_of)
        for of, value, amount in _lines(table):
            said = _said(catalogue, language, frozen, table.key, of, value)
            shown = "" if amount is None else amount
            writer.writerow((number, frozen.as_of, table.number, table.key, what, of, said, shown))
    return "\ufeff" + written.getvalue()


def _lines(table: CountTable) -> Iterator[tuple[str, str, int | None]]:
    if table.shows_total:
        yield "total", "", table.total
    for of, lines in (("area", table.areas), ("value", table.values), (table.by, table.services)):
        yield from _named(of, lines)
    if table.days is not None:
        yield "days", "median", table.days.median
        yield "days", "ninety", table.days.most_of_them
    if table.per_person is not None:
        yield "days", "per-person", table.per_person


def _named(of: str, lines: Sequence[Line]) -> Iterator[tuple[str, str, int | None]]:
    yield from ((of, line.name, line.number) for line in lines)


def _said(catalogue: Catalogue, language: str, frozen: Frozen, count: str, of: str, value: str) -> str:
    """In words; a name as it was written, which no spreadsheet takes for a formula."""
    if of == "total":
        return ""
    if of in NAMED and value not in ("", OTHERS):
        return "".join(f"'{each}" if _begins_a_formula(each) else each for each in CELLS.split(value))
    key = f"statistics.{'value.' + count if of == 'value' else of}.{value or 'none'}"
    return catalogue.text(key, language, on=frozen.as_of)


def _begins_a_formula(name: str) -> bool:
    """Spreadsheets pass over blanks, quotation marks and what is not seen, and some read wide signs as the
    usual ones."""
    return normalize("NFKC", plain(name).lstrip("\"' ")[:1]) in FORMULA
