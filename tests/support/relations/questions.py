"""What is asked in each row of the table: the operation, about what, and with which words.

Bodies are such that they can be repeated by everybody: what changes something, changes nothing that another
row asks about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.support.days import day, year
from tests.support.operations import BODIES, OPERATIONS

from .course import YEAR, done, id_of
from .people import NUMBER
from .world import World

Body = Callable[[World, str], Awaitable[dict[str, Any]]]
NO_CODE = "0000-0000-0000-0000-0000-0000"


@dataclass(frozen=True)
class Question:
    """``ids``: what a placeholder stands for, where it is not what is called so; "=…": these very words."""

    operation: str
    body: Body | None = None
    query: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    assisted: bool = False
    """In the session in which the coordinator writes for the owner."""


def _says(**said: Any) -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        return {key: _meant(world, relation, value) for key, value in said.items()}

    return body


def _meant(world: World, relation: str, value: Any) -> Any:
    """``$plan``: its id; what can be called: what it says now."""
    if callable(value):
        return value()
    if isinstance(value, list):
        return [_meant(world, relation, each) for each in value]
    if isinstance(value, dict):
        return {key: _meant(world, relation, each) for key, each in value.items()}
    return world.ids(relation)[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def _acts(action: str, **said: Any) -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        number = await world.course(relation).number()
        said_here = {key: _meant(world, relation, value) for key, value in said.items()}
        wish = {"expected": number, "action": action, "said": said_here, "on_behalf_of": "Eieren"}
        return wish | {"shown": await _shown(world, relation, wish)}

    return body


async def _shown(world: World, relation: str, wish: dict[str, Any]) -> str:
    """What they read before they do it, if they may read it."""
    person = world.people.get(relation)
    if person is None:
        return ""
    read = await person.post(f"/api/cases/{world.course(relation).case}/preview", wish)
    return str(read.json().get("text", ""))


def _complains(which: str, action: str, **said: Any) -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        path = f"/api/complaints/{world.ids(relation)[which]}"
        owner = world.course(relation).owner
        theirs = await world.people.get(relation, owner).get(path)  # who it was sent to counts otherwise
        seen = theirs.json() if theirs.status_code == 200 else done(await owner.get(path), 200)
        said_here = {key: _meant(world, relation, value) for key, value in said.items()}
        return {"expected": seen["number"], "action": action, "said": said_here}

    return body


def _with_code(**more: Any) -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        return {"code": world.codes.get(relation, NO_CODE), **more}

    return body


def _reports_code() -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        known = relation in ("owner", "reporter", "code")
        return {"code": world.codes[relation] if known else NO_CODE}

    return body


def _of_paper(**more: Any) -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        return {
            "code": world.codes["paper"],
            **{key: _meant(world, relation, each) for key, each in more.items()},
        }

    return body


def _checks() -> Body:
    """The unit last, as it is right; whoever else may says another day than the one on it."""

    async def body(world: World, relation: str) -> dict[str, Any]:
        on = day() if relation == "handler" else day(-1)
        return {"code": world.codes["paper"], "signed_on": on, "verdict": "right"}

    return body


def _is_away() -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        listed = await _as_listed()(world, relation)
        return {"version": listed["version"], "since": day(20), "until": day(30)}

    return body


def _as_listed() -> Body:
    async def body(world: World, relation: str) -> dict[str, Any]:
        listed = done(await world.people["handler"].get(f"/api/units/{NUMBER}/coordinators"), 200)
        whom = await id_of(world.people["coordinator"])
        versions = [each["version"] for each in listed["coordinators"] if each["person"] == whom]
        return {"version": versions[0] if versions else 0, "workplace": "Helse"}

    return body


FROZEN = {"year": f"={YEAR}"}
GRANT = {"participant": "$participant", "part": "$part", "level": "comment"}
TO_ALL_GOALS = {"participant": "$participant", "kind": "goal", "level": "read"}
QUESTIONS: dict[str, Question] = {
    "log_in_demo": Question("log_in_demo", _says(person="demo-gp")),
    "change_part": Question("change_part", _says(position=1)),
    "put_away_part": Question("put_away_part", _says(put_away=False)),
    "earlier_decisions": Question("earlier_decisions", ids={"number": "=1"}),
    "sign": Question("sign", _says(**GRANT)),
    "preview": Question("preview", _says(decisions=[GRANT])),
    "register_paper": Question(
        "register_paper", _says(signed_on=day, scan="ab" * 32), ids={"paper": "paper"}
    ),
    "withdraw_paper": Question("withdraw_paper", ids={"paper": "gone"}),
    "shown_paper": Question("shown_paper", _of_paper()),
    "check_paper": Question("check_paper", _checks()),
    "end_assisted": Question("end_assisted", ids={"session": "assisted"}, assisted=True),
    "shown_validity:assisted": Question("shown_validity", assisted=True),
    "say_valid:assisted": Question(
        "say_valid", _says(expected=1, next_revision=partial(day, 90), shown=""), assisted=True
    ),
    "announce_time_off": Question("announce_time_off", _is_away()),
    "owner_arrival:waiting": Question("owner_arrival", ids={"case": "arriving"}),
    "settle_owner_arrival": Question(
        "settle_owner_arrival", _says(invitation="$link", step="refuse"), ids={"case": "arriving"}
    ),
    "make_paper": Question("make_paper", _says(decisions=[TO_ALL_GOALS])),
    "end_participation": Question("end_participation", _says(text="Noe annet.")),
    "remove_comment": Question("remove_comment", ids={"comment": "removed"}),
    "accept_suggestion": Question("accept_suggestion", ids={"suggestion": "accepting"}),
    "decline_suggestion": Question("decline_suggestion", ids={"suggestion": "declining"}),
    "take_invitation_step": Question("take_invitation_step", _says(step="approve")),
    "own_invitation": Question("own_invitation", _with_code()),
    "answer_invitation": Question("answer_invitation", _with_code(accepted=True)),
    "information_page": Question("information_page", ids={"number": f"={NUMBER}"}),
    "say_in_own_words": Question(
        "say_in_own_words", _says(language="nb", text=""), ids={"key": "=report.keep-it-short"}
    ),
    "report_status": Question("report_status", _reports_code()),
    "cases": Question("cases", query="?status=open"),
    "case_text": Question("case_text", _acts("taken")),
    "act:meeting-set": Question("act", _acts("meeting-set", meeting=partial(day, 7))),
    "act:wish-recorded": Question("act", _acts("wish-recorded", wish="unsure", said_by="Eieren")),
    "act:coordinator-absent": Question("act", _acts("coordinator-absent", until=partial(day, 3))),
    "merge": Question("merge", _says(into="$case")),
    "hand_over": Question("hand_over", ids={"person": "coordinator"}),
    "remove_coordinator": Question("remove_coordinator", ids={"person": "coordinator"}),
    "list_coordinator": Question("list_coordinator", _as_listed(), ids={"person": "coordinator"}),
    "give_leader": Question("give_leader", _says(person="$coordinator", workplace="Ingen")),
    "end_leader": Question("end_leader", _says(person="$coordinator", workplace="Ingen")),
    "answer_release": Question("answer_release", _says(proposal=1, released=True)),
    "begin_complaint": Question("begin_complaint", _says(municipality=NUMBER)),
    "begin_complaint:for-the-owner": Question(
        "begin_complaint", _says(municipality=NUMBER, on_behalf_of="$owner", mandate="written-mandate")
    ),
    "begin_complaint:of-the-case": Question(
        "begin_complaint", _says(municipality=NUMBER, case="$case", mandate="written-mandate")
    ),
    "take_down_complaint": Question(
        "take_down_complaint",
        _says(
            case="$case",
            channel="spoken",
            day=day,
            grounds=["no-answer"],
            words="Nei.",
        ),
    ),
    "complaint:sent": Question("complaint", ids={"complaint": "sent"}),
    "act_in_complaint": Question("act_in_complaint", _complains("complaint", "written", words="Ikke svar.")),
    "act_in_complaint:received": Question(
        "act_in_complaint",
        _complains("sent", "received", day=day),
        ids={"complaint": "sent"},
    ),
    "complaint_evidence:sent": Question("complaint_evidence", ids={"complaint": "sent"}),
    "export_complaint:sent": Question("export_complaint", ids={"complaint": "sent"}),
    "counted_cases": Question("counted_cases", query="?count=reports"),
    "unit_year:frozen": Question("unit_year", ids=FROZEN),
    "journal_cases": Question("journal_cases", ids=FROZEN),
    "year_export:frozen": Question("year_export", ids=FROZEN),
    "mark_message": Question("mark_message", _says(read=True)),
    "check_message": Question("check_message", _says(send=False), ids={"message": "held"}),
}
"""Rows without a question of their own ask their operation with the first of its ``BODIES``."""
USUAL = {
    "municipality": NUMBER,
    "provider": "work",
    "subject": "report",
    "language": "nb",
    "paper": "none",
    "year": year(),
}
"""What stands in an address for everybody."""


def question(row: str) -> Question:
    return QUESTIONS.get(row) or Question(row)


async def body_of(asked: Question, world: World, relation: str) -> dict[str, Any] | None:
    if asked.body is not None:
        return await asked.body(world, relation)
    bodies = BODIES.get(asked.operation)
    return dict(bodies[0]) if bodies else None


def address_of(asked: Question, ids: Mapping[str, str]) -> str:
    """``ids``: of what is asked about, or of nothing."""
    instead = {name: said[1:] if said.startswith("=") else ids[said] for name, said in asked.ids.items()}
    path = OPERATIONS[asked.operation].path.format_map({**USUAL, **ids, **instead})
    return path + asked.query
