"""How many rows what is allowed may add to each table, however often it is done; to others it adds none."""

from __future__ import annotations

from server.features.cases.rules import MOST_REPORTS_A_DAY
from server.features.cases.rules import MOST_WAITING as MOST_CASES
from server.features.comments.rules import MOST_A_DAY as COMMENTS_A_DAY
from server.features.comments.rules import MOST_IN_PART
from server.features.complaints.rules import MOST_A_DAY as COMPLAINING_A_DAY
from server.features.complaints.rules import MOST_OPEN as MOST_COMPLAINTS
from server.features.consent.rules import MOST_A_DAY as DECISIONS_A_DAY
from server.features.invitations.rules import MOST_A_DAY as INVITED_A_DAY
from server.features.login.store import MOST_SESSIONS
from server.features.messages.store import CHANGES_A_DAY
from server.features.parts.rules import MOST_A_DAY as PARTS_A_DAY
from server.features.parts.rules import MOST_IN_PLAN

DAYS = 2
"""A test may last past midnight."""
RUNS = 3
"""Of a flood, where a machine is slow."""
MINUTES = 120
"""A run of all floods lasts, on a slow machine."""
SEALED_AT_ONCE = 1_000
"""Chains, parts and kinds of facts that one minute's seal has something new of."""
LONGEST_LETTERS = 1_000_000
"""Edits of a whole run, of floods and of others meanwhile: a row each, until the worker joins those of a day.
What bounds them is the size of a part and the rate of frames."""


def bounds(people: int, repeated: int) -> dict[str, int]:
    """``repeated``: how often one of them does the same thing."""
    counted = ("part", "comment", "report", "contact", "complaint", "invitation", "paper", "coordinator")
    reports = MOST_CASES + people * MOST_REPORTS_A_DAY * DAYS
    acts = COMMENTS_A_DAY + PARTS_A_DAY + DECISIONS_A_DAY + COMPLAINING_A_DAY + INVITED_A_DAY + CHANGES_A_DAY
    logins = 2 * people * RUNS * repeated  # each ends another one; what bounds it is the rate of requests
    return {
        **{f"{each}_days": people * DAYS for each in counted},
        "parts": MOST_IN_PLAN,
        "snapshots": MOST_IN_PLAN,
        "sessions": MOST_SESSIONS * people,
        "comments": MOST_IN_PART * people + COMMENTS_A_DAY,
        "comment_changes": MOST_IN_PLAN,
        "comment_counts": MOST_IN_PLAN * people,
        "suggestions": COMMENTS_A_DAY * people,
        "decisions": DECISIONS_A_DAY * people,
        "invitations": INVITED_A_DAY * DAYS * people,
        "contacts": people,
        "complaints": MOST_COMPLAINTS * people,
        "complaint_records": COMPLAINING_A_DAY * DAYS * people,
        "cases": reports,
        "case_records": reports,
        "report_codes": reports,
        "case_counts": 2 * reports,
        "messages": 2 * reports,
        "ledger": (acts * people + reports) * DAYS + logins,
        "updates": LONGEST_LETTERS,
        "update_history": LONGEST_LETTERS,
        "plan_months": DAYS,
        # Those who seal do so once a minute at most, and of no more than there is.
        "seals": MINUTES,
        **dict.fromkeys(("sealed_chains", "sealed_edits", "sealed_facts"), MINUTES * SEALED_AT_ONCE),
        "client_ids": MOST_IN_PLAN + LONGEST_LETTERS // 100,
    }
