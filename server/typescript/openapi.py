"""The OpenAPI description as TypeScript: a type for every schema, and the input and answer of each address.

Supports the keywords our description uses and raises for any other, so that none is ignored silently
(docs/decisions/0014).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.web.operation import JSON

HEAD = "// Generated from the OpenAPI description by `make generate`; do not edit.\n"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
SAYS_NO_TYPE = frozenset(
    {
        "title",
        "description",
        "default",
        "format",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "pattern",
        "maxProperties",
    }
)
_IS_A_NAME = re.compile(r"[A-Za-z_]\w*")

Schema = Mapping[str, Any]


class UnsupportedSchema(ValueError):
    """A keyword of the schema is not supported here."""


def render(description: Schema) -> str:
    """The text of ``openapi.ts``. Raises ``UnsupportedSchema``."""
    schemas = description["components"]["schemas"]
    reads, commands = _addresses(description)
    return "\n".join(
        [
            HEAD,
            *(_named(name, schemas[name]) for name in sorted(schemas)),
            _interface("What can be read: the names in the address, and the answer.", "Reads", reads),
            _interface(
                "What can be done: the names in the address, what is sent, and the answer.",
                "Commands",
                commands,
            ),
        ]
    )


def _named(name: str, schema: Schema) -> str:
    note = _note(schema["description"]) if "description" in schema else ""
    if "properties" in schema:
        return f"{note}export interface {name} {{\n" + "\n".join(_members(schema, "  ")) + "\n}\n"
    return f"{note}export type {name} = {type_of(schema)};\n"


def _members(schema: Schema, indent: str = "") -> Iterator[str]:
    required = schema.get("required", ())
    for name, value in schema["properties"].items():
        key = name if _IS_A_NAME.fullmatch(name) else json.dumps(name)
        yield f"{indent}{key}{'' if name in required else '?'}: {type_of(value)};"


def type_of(schema: Schema) -> str:
    """The TypeScript type of a schema. Raises ``UnsupportedSchema``."""
    match {word: value for word, value in schema.items() if word not in SAYS_NO_TYPE}:
        case {"$ref": str(reference), **rest} if not rest:
            return reference.rpartition("/")[2]
        case {"anyOf": [*choices], **rest} if not rest:
            return " | ".join(type_of(choice) for choice in choices)
        case {"enum": [*values], "type": "string", **rest} if not rest:
            return " | ".join(json.dumps(value, ensure_ascii=False) for value in values)
        case {"type": "array", "items": items, **rest} if not rest:
            item = type_of(items)
            return f"({item})[]" if "|" in item else f"{item}[]"
        case {"type": "object", **rest}:
            return _object(schema, set(rest))
        case {"type": str(plain), **rest} if plain in PLAIN and not rest:
            return PLAIN[plain]
        case {**rest} if not rest:
            return "unknown"
    raise UnsupportedSchema(json.dumps(schema))


def _object(schema: Schema, words: set[str]) -> str:
    if words <= {"properties", "required", "additionalProperties"} and "properties" in words:
        return "{ " + " ".join(_members(schema)) + " }"
    values = schema.get("additionalProperties", True)
    if words <= {"additionalProperties"} and values is not False:
        return f"Record<string, {'unknown' if values is True else type_of(values)}>"
    raise UnsupportedSchema(json.dumps(schema))


def _addresses(description: Schema) -> tuple[list[str], list[str]]:
    reads, commands = [], []
    for path, methods in description["paths"].items():
        names = " | ".join(json.dumps(name) for name in re.findall(r"{(\w+)}", path)) or "never"
        for method, operation in methods.items():
            if not _is_of_the_page(operation):
                continue
            answer = _answer(operation)
            if method == "get":
                reads.append(f"  {json.dumps(path)}: {{ names: {names}; answer: {answer} }};")
                continue
            key = json.dumps(f"{method.upper()} {path}")
            body = _content(operation.get("requestBody", {}))
            commands.append(f"  {key}: {{ names: {names}; body: {body}; answer: {answer} }};")
    return sorted(reads), sorted(commands)


def _is_of_the_page(operation: Schema) -> bool:
    """Whoever is redirected is not a script, and whoever sends a form is another server."""
    redirected = not any(status.startswith("2") for status in operation["responses"])
    sent = operation.get("requestBody", {}).get("content", {"application/json": {}})
    return not redirected and "application/json" in sent


def _answer(operation: Schema) -> str:
    """The schema of the successful response."""
    [done] = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    return _content(done)


def _content(described: Schema) -> str:
    content = described.get("content", {})
    return type_of(content[JSON]["schema"]) if JSON in content else "undefined"


def _interface(note: str, name: str, members: list[str]) -> str:
    return f"{_note(note)}export interface {name} {{\n" + "\n".join(members) + "\n}\n"


def _note(text: str) -> str:
    return f"/** {' '.join(text.split()).replace('*/', '* /')} */\n"
