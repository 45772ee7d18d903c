"""The OpenAPI 3.1 description, generated from the same operations as the routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from server.domain.errors import (
    CsrfMissing,
    Forbidden,
    Invalid,
    NotNow,
    NotSignedIn,
    Refusal,
    TooLarge,
    TooManyRequests,
)

from .cookies import COOKIE
from .operation import JSON, Operation, adapter
from .problems import PROBLEM_JSON, PROBLEMS, UNAVAILABLE

_REF = "#/components/schemas/{model}"

FORM = "application/x-www-form-urlencoded"
_FORM_SCHEMA = {"type": "object", "additionalProperties": {"type": "string"}}

_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "title_en", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def describe(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM_SCHEMA}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas)
    cookie = {"type": "apiKey", "in": "cookie", "name": COOKIE}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "samplan",
            "version": "1",
            "description": "One person's individuell plan. What one may not see and what does not exist "
            "answer alike. Commands carry the session's token in X-CSRF-Token.",
        },
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"session": cookie}},
    }


def _described(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.name,
        "parameters": _parameters(operation),
        "responses": _responses(operation, schemas),
        "security": [{"session": []}] if operation.signed_in else [],
    }
    if operation.form:
        described["requestBody"] = {"required": True, "content": {FORM: {"schema": _FORM_SCHEMA}}}
    if operation.body is not None:
        bodies = [body for body in (operation.body, operation.many) if body is not None]
        shapes = [_schema(body, "validation", schemas) for body in bodies]
        schema = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        content = {"application/json": {"schema": schema}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", operation.path)]
    found += [_parameter(name, "query") for name in operation.query]
    if operation.is_command and operation.csrf:
        found.append(_parameter("X-CSRF-Token", "header"))
    return found


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place != "query", "schema": {"type": "string"}}


def _responses(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done"}
    if operation.answers is not None:
        content = {operation.media: {"schema": _schema(operation.answers, "serialization", schemas)}}
        done["content"] = content
    elif operation.media != JSON:
        done["content"] = {operation.media: {"schema": {"type": "string"}}}
    by_status: dict[str, list[str]] = {}
    for refusal in _refusals(operation):
        problem = PROBLEMS[refusal]
        by_status.setdefault(str(problem.status), []).append(problem.token)
    by_status[str(UNAVAILABLE.status)] = [UNAVAILABLE.token]
    refused = {status: _problem(tuple(tokens)) for status, tokens in sorted(by_status.items())}
    refused |= {str(status): {"description": meaning} for status, meaning in operation.otherwise.items()}
    return {str(operation.status): done, **refused}


def _refusals(operation: Operation) -> list[type[Refusal]]:
    always: list[type[Refusal]] = [TooManyRequests, NotSignedIn, Forbidden]
    """The last two also where nobody need be logged in: of ``X-Person`` and ``X-Assisted``."""
    always += [CsrfMissing] if operation.is_command and operation.csrf else []
    always += [TooLarge, Invalid] if operation.is_command else []
    always += [NotNow] if operation.assists else []  # of ``X-Assisted``: that session is over
    return [*dict.fromkeys((*operation.refusals, *always))]


@cache
def _problem(tokens: tuple[str, ...]) -> dict[str, Any]:
    """For all to read: operations refuse in few ways."""
    schema = {"$ref": _REF.format(model="Problem")}
    return {"description": ", ".join(tokens), "content": {PROBLEM_JSON: {"schema": schema}}}


def _schema(described: Any, mode: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    schema, definitions = _shape(described, mode)
    # What is both sent and answered is described as it is answered: whole.
    known = set() if mode == "serialization" else set(schemas)
    schemas.update({name: definition for name, definition in definitions.items() if name not in known})
    name = getattr(described, "__name__", "")
    if schema.get("type") == "object" and name:
        schemas[name] = schema
        return {"$ref": _REF.format(model=name)}
    return schema


@cache
def _shape(described: Any, mode: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its schema, and those it refers to by their names; for all to read."""
    schema = adapter(described).json_schema(ref_template=_REF, mode=mode)
    definitions: dict[str, Any] = schema.pop("$defs", {})
    if mode == "serialization":  # an answer always has all fields, also those with defaults
        for answer in (schema, *definitions.values()):
            answer.update({"required": list(answer["properties"])} if "properties" in answer else {})
    return schema, definitions
