"""Every operation of every capability, without a database: a new one is in every test of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from server.capabilities import build_features
from server.web.operation import Operation


def all_operations() -> tuple[Operation, ...]:
    """Nothing is performed, so the services get no adapters."""
    nothing: Any = None
    return build_features(
        nothing, nothing, nothing, nothing, nothing, nothing, nothing, public_url="http://127.0.0.1:8000"
    ).operations


OPERATIONS = {operation.name: operation for operation in all_operations()}
COMMANDS = {name: each for name, each in OPERATIONS.items() if each.is_command and not each.form}
FORMS = {name: each for name, each in OPERATIONS.items() if each.form}
"""What other servers send."""

REPORT: dict[str, object] = {
    "reporter": "relative",
    "reporter_name": "Ola",
    "subject": {"name": "Kari"},
    "wish": "both",
    "reason": "Trenger hjelp fra flere.",
    "consent": "given",
    "consent_by": "Kari",
}
BODIES: dict[str, tuple[dict[str, object], ...]] = {
    "log_in_demo": ({"person": "gp"},),
    "log_out": ({},),
    "change_me": ({"locale": "nb"},),
    "choose_role": ({"role": "relative"},),
    "renew_session": ({},),
    "end_session": ({},),
    "end_sessions": ({},),
    "add_part": ({"kind": "goal", "title": "Et mål"}, {"kind": "goal", "kept": True}, {"kind": "own-notes"}),
    "change_part": ({"position": 1}, {"area": "health"}, {"responsible": None}),
    "put_away_part": ({}, {"put_away": False}),
    "sign": (
        {"participant": "x", "kind": "goal", "level": "read"},
        {"participant": "x", "kind": "goal", "proposing": True},
    ),
    "preview": ({"decisions": [{"participant": "x", "kind": "goal", "level": "read"}]},),
    "narrowing_read": ({},),
    "end_participation": ({}, {"text": "x"}),
    "make_paper": ({"decisions": [{"participant": "x", "kind": "goal", "level": "read"}]},),
    "register_paper": ({"signed_on": "2126-11-21", "scan": "ab" * 32},),
    "withdraw_paper": ({},),
    "shown_paper": ({"code": "x"},),
    "check_paper": (
        {"code": "x", "signed_on": "2126-11-21", "verdict": "right"},
        {"code": "x", "signed_on": "2126-11-21", "verdict": "wrong"},
    ),
    "begin_assisted": ({"text": "x"},),
    "end_assisted": ({},),
    "assisted_read": ({},),
    "shown_validity": ({}, {"next_revision": "2127-03-01"}),
    "say_valid": ({"expected": 1, "next_revision": "2127-03-01", "shown": "x"},),
    "report": (REPORT,),
    "type_report": (REPORT | {"means": "phone"},),
    "case_text": ({"expected": 1, "action": "taken"},),
    "act": (
        {"expected": 1, "action": "taken"},
        {"expected": 1, "action": "declined", "said": {"contact_point": "x"}},
    ),
    "tick": ({"item": "checklist.start.consent", "done": True}, {"item": "x", "done": False}),
    "merge": ({"into": "x"},),
    "pass_on": ({"expected": 1, "municipality": "x", "follows": ["asked"]},),
    "tell_change": ({},),
    "begin_complaint": ({"municipality": "x"}, {"municipality": "9950", "on_behalf_of": "x"}),
    "take_down_complaint": (
        {"case": "x", "channel": "spoken", "day": "2126-11-21", "grounds": ["no-answer"], "words": "x"},
    ),
    "act_in_complaint": (
        {"expected": 1, "action": "written", "said": {"words": "x"}},
        {"expected": 1, "action": "received", "said": {"day": "2126-11-21"}},
    ),
    "remove_coordinator": ({"version": 1},),
    "give_leader": ({"person": "x", "workplace": "Helse"},),
    "end_leader": ({"person": "x", "workplace": "Helse"},),
    "answer_release": (
        {"proposal": 1, "released": True},
        {"proposal": 1, "released": False, "reason": "x"},
    ),
    "look_for_person": ({"name": "Hilde Brekke"},),
    "hand_over": ({"last_day": "2126-11-25", "reason": "Slutter.", "cases": [{"case": "x"}]},),
    "announce_time_off": ({"version": 1, "since": "2126-12-20", "until": "2126-12-31"}, {"version": 1}),
    "list_coordinator": ({"version": 0, "workplace": "x"},),
    "report_status": ({"code": "x"},),
    "mark_message": ({"read": True}, {"read": False}),
    "mark_messages": ({},),
    "change_contact": ({"channel": "none"}, {"channel": "email", "address": "x@example.org"}),
    "check_message": ({"send": True}, {"send": False}),
    "invite": ({"name": "Kari", "role": "school", "organisation": "Skolen", "contact": "kari@skolen.test"},),
    "take_invitation_step": tuple({"step": step} for step in ("approve", "withdraw", "confirm", "refuse")),
    "own_invitation": ({"code": "x"},),
    "settle_owner_arrival": tuple({"invitation": "x", "step": step} for step in ("confirm", "refuse")),
    "answer_invitation": ({"code": "x", "accepted": True}, {"code": "x", "accepted": False, "text": "x"}),
    "freeze_year": ({},),
    "add_comment": ({"text": "Hei"},),
    "edit_comment": ({"text": "Hallo"},),
    "remove_comment": ({},),
    "change_settings": ({"version": 1, "settings": {}},),
    "say_in_own_words": ({"language": "nb", "text": "Ja."}, {"language": "en", "text": ""}),
    "resolve_comment": ({}, {"resolved": False}),
    "suggest": (
        {"anchor": {"start": "x", "end": "x"}, "quote": "a", "replacement": "b"},
        {"field": "title", "quote": "", "replacement": "x"},
    ),
    "accept_suggestion": ({},),
    "decline_suggestion": ({}, {"word": "Nei takk."}),
    "withdraw_suggestion": ({},),
}
"""Bodies that each command understands; ``test_operations`` fails for a command that has none here."""


def address(operation: Operation, **ids: str) -> str:
    """The path with ``ids`` in its placeholders; what has no id here is "x", which nothing is called."""
    return operation.path.format_map(defaultdict(lambda: "x", ids))


def requests_about(placeholder: str, **ids: str) -> Iterator[tuple[str, str, dict[str, object] | None]]:
    """Method, path and body of everything that can be asked about a ``part``, ``comment`` or ``plan``."""
    for name, operation in OPERATIONS.items():
        if f"{{{placeholder}}}" in operation.path:
            for body in BODIES[name] if name in COMMANDS else (None,):
                yield operation.method, address(operation, **ids), body
