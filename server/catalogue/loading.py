"""Reads the files of the catalogue; whatever is wrong in one of them stops the start, in one line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from .catalogue import Catalogue
from .records import LANGUAGES, Dated, Rule, Version, places

FILES = Path(__file__).parent
E = TypeVar("E", bound=Dated)


class CatalogueError(Exception):
    """Names the file and, where it is of one entry, the key."""


@cache
def standard() -> Catalogue:
    """The catalogue of this program. Raises ``CatalogueError``."""
    return load(FILES)


def load(directory: Path) -> Catalogue:
    """Of all files ``<subject>.toml`` there. Raises ``CatalogueError`` for the first thing that is wrong."""
    texts: dict[str, list[Version]] = {}
    rules: dict[str, list[Rule]] = {}
    for file in sorted(directory.glob("*.toml")):
        content = _parsed(file)
        for version in _entries(file, content.pop("text", []), Version):
            texts.setdefault(version.key, []).append(version)
        for rule in _entries(file, content.pop("rule", []), Rule):
            rules.setdefault(rule.key, []).append(rule)
        if content:
            raise CatalogueError(f"{file.name}: holds [[text]] and [[rule]] alone, not {min(content)}")
        _require_one_kind(file, texts, rules)
    found = Catalogue(_ordered(texts), _ordered(rules))
    _require_references(found)
    return found


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file.name}: {error}") from None


def _entries(file: Path, given: Any, kind: type[E]) -> Iterator[E]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise CatalogueError(f"{file.name}: entries begin with [[text]] or [[rule]]")
    for number, fields in enumerate(given, start=1):
        where = f"{file.name}: {fields.get('key', f'entry {number}')}"
        for language in ("nb", "en"):
            if not fields.get(language):
                raise CatalogueError(f"{where}: is not said in {language}")
        try:
            entry = kind.model_validate(fields)
        except ValidationError as error:
            raise CatalogueError(f"{where}: {_first_fault(error)}") from None
        if entry.key.partition(".")[0] != file.stem:
            raise CatalogueError(f"{where}: its key must begin with {file.stem}")
        yield entry


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, fault["loc"]))
    said = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {said}" if place else said


def _require_one_kind(file: Path, texts: Iterable[str], rules: Iterable[str]) -> None:
    if both := set(texts) & set(rules):
        raise CatalogueError(f"{file.name}: {min(both)}: is both a text and a rule")


def _ordered(entries: Mapping[str, Sequence[E]]) -> dict[str, tuple[E, ...]]:
    """Each key's versions, oldest first. Raises ``CatalogueError`` where two are in force at once."""
    ordered = {key: tuple(sorted(found, key=lambda each: each.valid_from)) for key, found in entries.items()}
    for key, versions in ordered.items():
        for before, after in pairwise(versions):
            file = f"{key.partition('.')[0]}.toml"
            if before.valid_from == after.valid_from:
                raise CatalogueError(f"{file}: {key}: is there twice from {after.valid_from}")
            if before.valid_until is not None and after.valid_from <= before.valid_until:
                raise CatalogueError(f"{file}: {key}: overlaps the one from {before.valid_from}")
        for version in versions:
            if version.valid_until is not None and version.valid_until < version.valid_from:
                raise CatalogueError(f"{key.partition('.')[0]}.toml: {key}: ends before it begins")
    return ordered


def _require_references(catalogue: Catalogue) -> None:
    """Every placeholder with a dot leads to an entry that is in force whenever the text is."""
    for key, versions in catalogue.texts.items():
        for version in versions:
            said = [version.said(language) for language in LANGUAGES]
            for place in sorted(frozenset().union(*(places(each) for each in said if each))):
                if "." in place and not _leads(catalogue, place, version):
                    file = f"{key.partition('.')[0]}.toml"
                    raise CatalogueError(f"{file}: {key}: unknown placeholder {{{place}}}")


def _leads(catalogue: Catalogue, place: str, version: Version) -> bool:
    entries: Sequence[Dated] = (*catalogue.rules.get(place, ()), *catalogue.texts.get(place, ()))
    return catalogue.refers(place) and any(each.in_force(version.valid_from) for each in entries)
