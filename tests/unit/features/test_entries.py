"""What entries of each action say, spelled as releases before stored it: names and values stay for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from server import capabilities
from server.domain.access import Decision, Level
from server.domain.audit import Details
from server.domain.plan import SERVER, CommentId, Kind, ParticipantId, PartId, PersonId, PlanId, SuggestionId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight, UnitRightId
from server.features.accesslog.entries import DecisionsRead, PapersRead, PartRead, TitlesRead
from server.features.cases.declaring.entries import SaidToBeValid
from server.features.cases.entries import CaseRead, ChecklistTicked
from server.features.cases.life.entries import ChangeTold
from server.features.comments.entries import (
    CommentAdded,
    CommentEdited,
    CommentRemoved,
    CommentReopened,
    CommentResolved,
    CommentsRead,
)
from server.features.comments.suggestions.entries import (
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionMade,
    SuggestionsRead,
    SuggestionWithdrawn,
)
from server.features.complaints.entries import ComplaintExported, ComplaintRead
from server.features.consent.entries import NarrowingRead
from server.features.consent.paper.entries import (
    PaperChecked,
    PaperMade,
    PaperRefused,
    PaperRegistered,
    PaperWithdrawn,
)
from server.features.coordinators.entries import (
    CoordinatorListed,
    CoordinatorUnlisted,
    PersonLookedFor,
    TimeOffSaid,
)
from server.features.invitations.entries import (
    InvitationApproved,
    InvitationDeclined,
    InvitationJoined,
    InvitationMade,
    InvitationMistaken,
    InvitationProposed,
    InvitationRedeemed,
    InvitationRefused,
    InvitationWithdrawn,
)
from server.features.login.entries import (
    Enrolled,
    IdentityAdded,
    IdentityDiffers,
    LoggedIn,
    LoggedOut,
    NameChanged,
    NumberAdded,
    NumberRenewed,
    RoleChosen,
    SessionsEnded,
)
from server.features.messages.entries import ContactChanged, HeldMailChecked
from server.features.municipalities.entries import (
    MunicipalityAdded,
    OwnTextChanged,
    SettingsChanged,
    UnitRightEnded,
    UnitRightGiven,
)
from server.features.parts.entries import PartAdded, PartBroughtBack, PartChanged, PartPutAway
from server.features.statistics.entries import YearFrozen
from server.ports.readings import CandidatesListed, CasesListed, ComplaintsListed, HeldMailsListed
from server.storage.cases.plans import PlanHasEnded
from server.storage.cases.rows import CaseRecordAdded
from server.storage.complaints.rows import ComplaintRecordAdded
from server.storage.decisions import DecisionSigned
from server.storage.epoch import Restored
from server.storage.founding import PlanFounded
from server.storage.identity.keys import NumbersForgotten
from server.storage.identity.moving import LoginMoved
from server.storage.messages.outbox import MailSettled
from server.storage.messages.reminding import ReminderSent
from server.storage.plan.assisted import AssistedBegun, AssistedEnded, AssistedRead
from server.storage.plan.leaving import OrganisationLeft
from server.storage.plan.participations import ParticipationBegun, ParticipationEnded
from server.storage.seals.records import SealingBegan
from server.storage.seals.rows import IdentitiesCovered, RowsCovered

WHEN = datetime(2027, 1, 2, 3, tzinfo=UTC)
COMMENT, SUGGESTION, ME = CommentId("c1"), SuggestionId("s1"), ParticipantId("me")
HELD = HeldRight(
    UnitRightId("r"), MunicipalityId("m"), PersonId("berit"), UnitRight.CASE_HANDLER, WHEN, PersonId("kari")
)


def decision(**more: Any) -> Decision:
    about = more if "kind" in more else {"part": PartId("reading-help"), **more}
    return Decision(
        3, ParticipantId("school"), Level.READ, PersonId("kari"), WHEN, purpose="", text="", **about
    )


SAID: list[tuple[Details, str, dict[str, object]]] = [
    (LoggedIn("demo"), "logged-in", {"how": "demo"}),
    (LoggedOut(), "logged-out", {}),
    (
        OrganisationLeft("987654325", SERVER),
        "organisation-left",
        {"organisation": "987654325", "by": "server"},
    ),
    (RoleChosen("school"), "role-chosen", {"role": "school"}),
    (SessionsEnded("everywhere"), "sessions-ended", {"how": "everywhere"}),
    (Enrolled("idporten"), "enrolled", {"how": "idporten"}),
    (IdentityAdded("helseid"), "identity-added", {"how": "helseid"}),
    (NumberAdded("helseid"), "identity-number-added", {"how": "helseid"}),
    (
        IdentityDiffers("helseid", PersonId("kari")),
        "identity-differs",
        {"how": "helseid", "other": "kari"},
    ),
    (
        LoginMoved(PersonId("kari"), "ab", "5f", number="key/6e"),
        "login-moved",
        {"other": "kari", "identity": "ab", "digest": "5f", "number": "key/6e"},
    ),
    (
        NameChanged("helseid", PersonId("kari"), "5f"),
        "name-changed",
        {"how": "helseid", "whose": "kari", "digest": "5f"},
    ),
    (
        Enrolled("idporten", identity="ab", digest="5f", number="key/6e"),
        "enrolled",
        {"how": "idporten", "identity": "ab", "digest": "5f", "number": "key/6e"},
    ),
    (NumberRenewed("helseid"), "identity-number-renewed", {"how": "helseid"}),
    (NumbersForgotten(2), "identity-numbers-forgotten", {"persons": 2}),
    (NumbersForgotten(2, "a b"), "identity-numbers-forgotten", {"persons": 2, "kept": "a b"}),
    (
        IdentitiesCovered("kari/ab:5f", ""),
        "identities-covered",
        {"identities": "kari/ab:5f", "numbers": ""},
    ),
    (
        CoordinatorUnlisted("m", "p", 2),
        "coordinator-unlisted",
        {"municipality": "m", "coordinator": "p", "version": 2},
    ),
    (
        PersonLookedFor("m", "Kari", "p1 p2"),
        "person-looked-for",
        {"municipality": "m", "name": "Kari", "found": "p1 p2"},
    ),
    (SuggestionsRead(), "suggestions-read", {}),
    (SuggestionMade(SUGGESTION, "5f"), "suggestion-made", {"suggestion": "s1", "digest": "5f"}),
    (SuggestionWithdrawn(SUGGESTION, "5f"), "suggestion-withdrawn", {"suggestion": "s1", "digest": "5f"}),
    (
        SuggestionAccepted(SUGGESTION, ME, "5f"),
        "suggestion-accepted",
        {"suggestion": "s1", "author": "me", "digest": "5f"},
    ),
    (
        SuggestionDeclined(SUGGESTION, ME, "5f"),
        "suggestion-declined",
        {"suggestion": "s1", "author": "me", "digest": "5f"},
    ),
    (CaseRead(), "case-read", {}),
    (
        ChecklistTicked("checklist.start.consent", done=True),
        "checklist-ticked",
        {"item": "checklist.start.consent", "done": True},
    ),
    (
        ChecklistTicked("checklist.start.consent", done=True, substitute=True),
        "checklist-ticked",
        {"item": "checklist.start.consent", "done": True, "substitute": True},
    ),
    (
        CoordinatorListed("m", "hilde", 1, "{}"),
        "coordinator-listed",
        {"municipality": "m", "coordinator": "hilde", "version": 1, "said": "{}"},
    ),
    (
        TimeOffSaid("m", 2, "2126-12-01", ""),
        "time-off-said",
        {"municipality": "m", "version": 2, "since": "2126-12-01", "until": ""},
    ),
    (CasesListed("m", "c1 c2"), "cases-listed", {"municipality": "m", "cases": "c1 c2"}),
    (ComplaintsListed("m", "k"), "complaints-listed", {"municipality": "m", "complaints": "k"}),
    (CandidatesListed("m", "c1"), "candidates-listed", {"municipality": "m", "cases": "c1"}),
    (HeldMailsListed("m", "e1"), "held-mails-listed", {"municipality": "m", "messages": "e1"}),
    (CaseRecordAdded(2, "5f"), "case-record-added", {"record": 2, "digest": "5f"}),
    (MailSettled("m", "vacant", "sent"), "mail-settled", {"message": "m", "text": "vacant", "mail": "sent"}),
    (ReminderSent("vacant", 2), "reminder-sent", {"text": "vacant", "people": 2}),
    (ContactChanged("email"), "contact-changed", {"channel": "email"}),
    (HeldMailChecked("m", True), "held-mail-checked", {"message": "m", "sent": True}),
    (ChangeTold(), "change-told", {}),
    (SaidToBeValid(7, assisted="s1"), "plan-said-valid", {"record": 7, "assisted": "s1"}),
    (ComplaintRead(), "complaint-read", {}),
    (ComplaintExported("5f"), "complaint-exported", {"digest": "5f"}),
    (ComplaintRecordAdded(2, "5f"), "complaint-record-added", {"record": 2, "digest": "5f"}),
    (Restored(4), "restored", {"sessions": 4}),
    (PartRead(), "part-read", {}),
    (TitlesRead("one two"), "titles-read", {"parts": "one two"}),
    (DecisionsRead("1-3,5"), "decisions-read", {"numbers": "1-3,5"}),
    (PapersRead("p1 p2"), "papers-read", {"papers": "p1 p2"}),
    (SealingBegan("3e91"), "sealing-began", {"key": "3e91"}),
    (RowsCovered("1:5f", ""), "rows-covered", {"decisions": "1:5f", "comments": ""}),
    (PlanFounded(), "plan-founded", {}),
    (PlanHasEnded(PlanId("p"), "5f"), "plan-ended", {"plan": "p", "digest": "5f"}),
    (PartAdded("measure"), "part-added", {"kind": "measure"}),
    (PartChanged(position="2"), "part-changed", {"position": "2"}),
    (PartChanged(responsible=None), "part-changed", {"responsible": None}),
    (
        PartChanged(responsible="school", area="education"),
        "part-changed",
        {"responsible": "school", "area": "education"},
    ),
    (NarrowingRead(), "narrowing-read", {}),
    (
        ParticipationEnded(ParticipantId("school"), "5f"),
        "participation-ended",
        {"participant": "school", "digest": "5f"},
    ),
    (
        ParticipationBegun(ParticipantId("school"), "school"),
        "participation-begun",
        {"participant": "school", "role": "school"},
    ),
    (AssistedBegun("s1", "5f"), "assisted-begun", {"session": "s1", "digest": "5f"}),
    (
        AssistedEnded("s1", "5f", "logged-out"),
        "assisted-ended",
        {"session": "s1", "digest": "5f", "ending": "logged-out"},
    ),
    (AssistedRead("s1", "5f"), "assisted-read", {"session": "s1", "digest": "5f"}),
    (PaperMade("p1", "5f"), "paper-made", {"paper": "p1", "digest": "5f"}),
    (PaperRegistered("p1", "5f"), "paper-registered", {"paper": "p1", "digest": "5f"}),
    (PaperChecked("p1", "5f"), "paper-checked", {"paper": "p1", "digest": "5f"}),
    (PaperRefused("p1", "5f"), "paper-refused", {"paper": "p1", "digest": "5f"}),
    (PaperWithdrawn("p1", "5f"), "paper-withdrawn", {"paper": "p1", "digest": "5f"}),
    (NarrowingRead(assisted="s1"), "narrowing-read", {"assisted": "s1"}),
    (InvitationMade("i1", "5f"), "invitation-made", {"invitation": "i1", "digest": "5f"}),
    (InvitationProposed("i1", "5f"), "invitation-proposed", {"invitation": "i1", "digest": "5f"}),
    (InvitationApproved("i1", "5f"), "invitation-approved", {"invitation": "i1", "digest": "5f"}),
    (InvitationWithdrawn("i1", "5f"), "invitation-withdrawn", {"invitation": "i1", "digest": "5f"}),
    (InvitationRedeemed("i1", "5f"), "invitation-redeemed", {"invitation": "i1", "digest": "5f"}),
    (InvitationRefused("i1", "5f"), "invitation-refused", {"invitation": "i1", "digest": "5f"}),
    (InvitationMistaken("i1", "5f"), "invitation-mistaken", {"invitation": "i1", "digest": "5f"}),
    (InvitationDeclined("i1", "5f"), "invitation-declined", {"invitation": "i1", "digest": "5f"}),
    (
        InvitationJoined("i1", "5f", named=True),
        "invitation-joined",
        {"invitation": "i1", "digest": "5f", "named": True},
    ),
    (CommentsRead(), "comments-read", {}),
    (CommentAdded(COMMENT), "comment-added", {"comment": "c1"}),
    (CommentAdded(COMMENT, "5f"), "comment-added", {"comment": "c1", "digest": "5f"}),
    (CommentResolved(COMMENT), "comment-resolved", {"comment": "c1"}),
    (CommentReopened(COMMENT), "comment-reopened", {"comment": "c1"}),
    (CommentEdited(COMMENT), "comment-edited", {"comment": "c1"}),
    (
        CommentRemoved(COMMENT, ParticipantId("school"), "5f"),
        "comment-removed",
        {"comment": "c1", "author": "school", "digest": "5f"},
    ),
    (
        DecisionSigned.of(decision()),
        "decision-signed",
        {
            "decision": 3,
            "participant": "school",
            "level": "read",
            "kind": None,
            "until": None,
            "digest": "9fb4d63387c18747d1ca726a94c42646d45df609f8e22ec0edeb872043882672",
        },
    ),
    (
        DecisionSigned.of(decision(kind=Kind.HEALTH, until=WHEN)),
        "decision-signed",
        {
            "decision": 3,
            "participant": "school",
            "level": "read",
            "kind": "health",
            "until": "2027-01-02T03:00:00+00:00",
            "digest": "09ec6b5566a81ca77679ba916a521d96a6a86707d96b2d92e90da731c9e5d5db",
        },
    ),
    (
        DecisionSigned(3, ParticipantId("school"), "none", digest="5f", proposing=True),
        "decision-signed",
        {"decision": 3, "participant": "school", "level": "none", "digest": "5f", "proposing": True},
    ),
    (
        MunicipalityAdded("m", "9901", "Lia kommune"),
        "municipality-added",
        {"municipality": "m", "number": "9901", "name": "Lia kommune"},
    ),
    (
        UnitRightGiven.of(HELD),
        "unit-right-given",
        {
            "municipality": "m",
            "unit_right": "r",
            "to": "berit",
            "right": "case-handler",
            "digest": "69e03cbe05fd7b08d7b8eb91b9b9bbcc04de4ebdecaed0ef7d110e22b436daf7",
            "workplace": "",
        },
    ),
    (
        UnitRightEnded.of(replace(HELD, ended_at=WHEN, ended_by=PersonId("kari"))),
        "unit-right-ended",
        {
            "municipality": "m",
            "unit_right": "r",
            "digest": "a172467b328d5ecddbf94080145d174ad615f2286e28ce41f1a6b861dccbedd2",
        },
    ),
    (
        YearFrozen("m", 2026, "y", "00ff"),
        "year-report-frozen",
        {"municipality": "m", "year": 2026, "year_report": "y", "digest": "00ff"},
    ),
    (
        SettingsChanged("m", 3, "9901", "Lia kommune", '{"asks_coordination": true}'),
        "municipality-settings-changed",
        {
            "municipality": "m",
            "version": 3,
            "number": "9901",
            "name": "Lia kommune",
            "settings": '{"asks_coordination": true}',
        },
    ),
    (
        OwnTextChanged("m", "word.decision", "nb", "vedtak"),
        "municipality-text-changed",
        {"municipality": "m", "key": "word.decision", "language": "nb", "text": "vedtak"},
    ),
    (PartPutAway("5f"), "part-put-away", {"digest": "5f"}),
    (PartBroughtBack(), "part-brought-back", {}),
    (
        PartAdded("goal", "proposed", 7),
        "part-added",
        {"kind": "goal", "apart": "proposed", "basis": 7},
    ),
    (
        DecisionSigned(3, ParticipantId("school"), "read"),  # as a plan is founded
        "decision-signed",
        {"decision": 3, "participant": "school", "level": "read"},
    ),
]


@pytest.mark.parametrize(("said", "action", "stored"), SAID)
def test_an_entry_says_what_it_said_before(said: Details, action: str, stored: dict[str, Any]) -> None:
    assert (said.action, said.stored()) == (action, stored)
    assert type(said)(**stored) == said


def test_every_kind_of_entry_is_spelled_here() -> None:
    """Also those of a new capability: what an entry says is stored for good."""
    assert {(type(said).__name__, said.action) for said, _, _ in SAID} == kinds_of_entry()


def test_no_two_kinds_of_entry_share_a_token() -> None:
    assert len({action for _, action in kinds_of_entry()}) == len(kinds_of_entry())


def kinds_of_entry() -> set[tuple[str, str]]:
    """Their names and tokens, of every capability there is."""
    assert capabilities.__name__ == "server.capabilities"  # imported for what it imports
    kinds = [kind for kind in below(Details) if kind.__module__.startswith("server.")]
    return {(kind.__name__, kind.action) for kind in kinds if "action" in vars(kind)}


def below(kind: type[Details]) -> list[type[Details]]:
    return [each for direct in kind.__subclasses__() for each in (direct, *below(direct))]
