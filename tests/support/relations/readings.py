"""Which entry of the access log stands for reading what an operation answers, where that is words of others.

Every operation is in one of three: ``LOGGED``, ``OWN``, or it shows nothing that somebody wrote freely. The
oracle of relations holds the last against every answer.
"""

from __future__ import annotations

LOGGED: dict[str, frozenset[str]] = {
    # of a plan: titles, what is or was signed, comments and suggestions
    "plan": frozenset({"titles-read"}),
    "grants": frozenset({"titles-read", "decisions-read"}),
    "earlier_decisions": frozenset({"decisions-read"}),
    "preview": frozenset({"titles-read"}),
    "sign": frozenset({"decision-signed"}),
    "assisted": frozenset({"decisions-read"}),
    "papers": frozenset({"papers-read", "titles-read"}),
    "make_paper": frozenset({"paper-made", "papers-read", "titles-read"}),
    "shown_paper": frozenset({"papers-read", "titles-read"}),
    "comments": frozenset({"comments-read"}),
    "suggestions": frozenset({"suggestions-read"}),
    # of a case, to everybody but its owner
    "cases": frozenset({"cases-listed"}),
    "counted_cases": frozenset({"cases-listed"}),
    "journal_cases": frozenset({"cases-listed"}),
    "case": frozenset({"case-read"}),
    "coordinated_cases": frozenset({"case-read"}),
    "own_cases": frozenset({"case-read"}),
    "moving_choices": frozenset({"case-read"}),
    "release_requests": frozenset({"candidates-listed"}),
    # of a complaint and what of a plan can be attached to it, to everybody but its owner
    "unit_complaints": frozenset({"complaints-listed"}),
    "my_complaints": frozenset({"complaints-listed"}),
    "complaint": frozenset({"complaint-read"}),
    "complaint_evidence": frozenset({"titles-read", "decisions-read"}),
    "export_complaint": frozenset({"complaint-exported", "titles-read", "decisions-read"}),
    "held_messages": frozenset({"held-mails-listed"}),
    "look_for_person": frozenset({"person-looked-for"}),
}
OWN = {
    "add_comment": "as they sent it",
    "edit_comment": "as they sent it",
    "suggest": "as they sent it",
    "ending": "names: of whom it ends for, and where they work",
    "end_participation": "as ending",
    "invitations": "names: of whom they invited, and how to reach them",
    "own_invitation": "names: as what they themselves are invited",
    "answer_invitation": "as own_invitation",
    "owner_arrival": "a name: of whoever used the link, and each step has its entry",
}
"""Why no entry stands for reading it."""
OF_OWNERS = {
    *("own_cases", "moving_choices", "my_complaints"),
    *("complaint", "complaint_evidence", "export_complaint"),
}
"""Where whoever it is about reads their own, without an entry."""
