"""Every word of a schema becomes a type, or the generator says that it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from server.typescript.openapi import UnsupportedSchema, render, type_of


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string", "title": "Name", "maxLength": 64}, "string"),
        ({"type": "integer", "minimum": 1, "default": 1}, "number"),
        ({"$ref": "#/components/schemas/Kind"}, "Kind"),
        ({"type": "string", "enum": ["nb", "en"]}, '"nb" | "en"'),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, "string | null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "Part[]"),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, '("a" | "b")[]'),
        ({"type": "object", "additionalProperties": True}, "Record<string, unknown>"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
        (
            {
                "type": "object",
                "properties": {"id": {"type": "string"}, "a-b": {"type": "null"}},
                "required": ["id"],
            },
            '{ id: string; "a-b"?: null; }',
        ),
        ({}, "unknown"),
    ],
)
def test_a_schema_is_a_type(schema: dict[str, Any], type_: str) -> None:
    assert type_of(schema) == type_


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"type": "string"}]},
        {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "string"}},
        {"type": "object", "additionalProperties": False},
        {"type": "object", "patternProperties": {}},
        {"$ref": "#/components/schemas/Kind", "nullable": True},
        {"type": ["string", "null"]},
    ],
)
def test_what_no_type_is_known_for_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedSchema):
        type_of(schema)


def answering(schema: dict[str, Any] | None) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {
        "200" if schema else "204": {"description": "Done", **content},
        "404": {"description": "not-found"},
    }


def test_addresses_say_what_they_name_take_and_answer() -> None:
    reference = {"$ref": "#/components/schemas/Note"}
    body = {"content": {"application/json": {"schema": reference}}}
    form: dict[str, Any] = {"content": {"application/x-www-form-urlencoded": {"schema": {}}}}
    text = render(
        {
            "components": {
                "schemas": {"Note": {"type": "object", "properties": {}, "description": "A\n  b. */"}}
            },
            "paths": {
                "/api/plans/{plan}/notes/{note}": {
                    "get": {"responses": answering({"type": "array", "items": reference})},
                    "patch": {"responses": answering(None), "requestBody": body},
                },
                "/logout": {"post": {"responses": answering(None)}},
                "/login/{provider}": {"get": {"responses": {"303": {}}}},
                "/told": {"post": {"responses": answering(None), "requestBody": form}},
            },
        }
    )
    assert "/** A b. * / */\nexport interface Note {" in text
    assert '"/api/plans/{plan}/notes/{note}": { names: "plan" | "note"; answer: Note[] };' in text
    assert (
        '"PATCH /api/plans/{plan}/notes/{note}": { names: "plan" | "note"; body: Note; answer: undefined };'
    ) in text
    assert '"POST /logout": { names: never; body: undefined; answer: undefined };' in text
    assert "/login" not in text, "a script is not redirected"
    assert "/told" not in text, "a script sends no form"
