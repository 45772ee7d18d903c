"""The list of all capabilities: a new one adds its folder, and its lines to this list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .catalogue import standard
from .demo.people import LOGIN_CHOICES
from .domain.identity.keys import IdentityKeys
from .features.accesslog.names import NamesLog
from .features.accesslog.readings import ReadingLog
from .features.accesslog.words import WordsLog
from .features.assisted import http as assisted
from .features.assisted.service import AssistedSessions
from .features.assisted.store import AssistedStore
from .features.cases import http as cases
from .features.cases.checklist import http as checklist
from .features.cases.checklist.store import Checklists
from .features.cases.declaring import http as declaring
from .features.cases.declaring.store import Declarations
from .features.cases.desk import http as desk
from .features.cases.desk.inbox import http as inbox
from .features.cases.desk.inbox.service import UnitCases
from .features.cases.desk.inbox.store import CaseLists
from .features.cases.desk.plan_contents import PlanContents
from .features.cases.desk.service import Desk
from .features.cases.desk.store import CaseStore
from .features.cases.leaving import http as leaving
from .features.cases.leaving.service import Leavings
from .features.cases.leaving.store import Successors
from .features.cases.life import http as life
from .features.cases.life.store import LifeStore
from .features.cases.moving import http as moving
from .features.cases.moving.service import Moving
from .features.cases.moving.store import MovingStore
from .features.cases.release import http as release
from .features.cases.release.service import Releases
from .features.cases.release.store import ReleaseStore
from .features.cases.reports import Reports
from .features.cases.rules import rules_on
from .features.cases.standing.store import StandIns
from .features.cases.store import ReportStore
from .features.comments import beside_the_text
from .features.comments.suggestions.tables import as_suggestion
from .features.comments.suggestions.tables import suggestions as suggestion_rows
from .features.comments.tables import as_comment, wrong_marks
from .features.complaints import http as complaints
from .features.complaints.beginning.store import ComplaintBeginnings
from .features.complaints.lists.store import ComplaintLists
from .features.complaints.service import Complaints
from .features.complaints.store import ComplaintStore, JudgedElsewhere
from .features.consent import http as consent
from .features.consent.decisions_view import may_read_words
from .features.consent.paper import http as paper
from .features.consent.paper.service import PaperConsents
from .features.consent.paper.store import PaperStore
from .features.consent.paper.tables import as_paper
from .features.consent.paper.tables import papers as paper_rows
from .features.consent.service import Consents
from .features.consent.store import ANY_END, ConsentStore, as_ending
from .features.coordinators import http as coordinators
from .features.coordinators.announcing import http as announcing
from .features.coordinators.announcing.store import TimeOffAnnouncing
from .features.coordinators.away import http as away
from .features.coordinators.away.store import Away
from .features.coordinators.store import Coordinators
from .features.invitations import http as invitations
from .features.invitations.arriving import http as arriving
from .features.invitations.arriving.store import ArrivalStore
from .features.invitations.service import Invitations
from .features.invitations.store import InvitationStore
from .features.invitations.tables import as_invitation
from .features.invitations.tables import invitations as invitation_rows
from .features.login import http as login
from .features.login.acting import Acting
from .features.login.arrivals import ProvenArrivals
from .features.login.demo import DemoLogins
from .features.login.identities import Identities
from .features.login.naming.service import Naming
from .features.login.naming.store import NameStore
from .features.login.oidc import http as oidc
from .features.login.oidc.providers import NO_PROVIDERS, IdentityProviders
from .features.login.service import Logins
from .features.login.store import People
from .features.messages import http as messages
from .features.messages.service import Messages
from .features.messages.store import MessageStore
from .features.municipalities import http as municipalities
from .features.municipalities.information import Information
from .features.municipalities.leaders import http as leaders
from .features.municipalities.leaders.service import Leaders
from .features.municipalities.service import Units
from .features.municipalities.store import Municipalities
from .features.parts import http as parts
from .features.parts.service import Parts
from .features.parts.store import ANY_PUT_AWAY, PartStore, as_put_away
from .features.plans import http as plans
from .features.plans.service import Plans
from .features.plans.store import PlanStore
from .features.statistics import http as statistics
from .features.statistics.service import Statistics
from .features.statistics.store import CountStore
from .features.statistics.tables import as_year_report, year_reports
from .ports.clock import Clock
from .ports.live import Live
from .ports.randomness import Chance
from .ports.readings import ReadNames, ReadWords
from .ports.sessions import USUAL_TIMES, Sessions, SessionTimes
from .ports.texts import PartTexts
from .ports.writing import Writing
from .storage.cases.plans import ANY_PLAN_END, as_plan_end
from .storage.cases.putting_out import PuttingOut
from .storage.cases.records import wrongly_summed_up
from .storage.cases.rows import as_witnessed
from .storage.cases.tables import case_records
from .storage.complaints.records import wrongly_derived
from .storage.complaints.rows import as_witnessed as as_witnessed_complaint
from .storage.complaints.tables import complaint_records
from .storage.database.database import Database
from .storage.decisions import as_decision, wrongly_marked
from .storage.identity.bindings import NAMES, NUMBERS, SUBJECTS
from .storage.metadata import comments as comment_rows
from .storage.metadata import decisions as decision_rows
from .storage.metadata import participants as participant_rows
from .storage.metadata import parts as part_rows
from .storage.metadata import plans as plan_rows
from .storage.municipality.rights import WITNESSED, as_held
from .storage.municipality.tables import unit_rights
from .storage.plan.assisted import as_assisted, assisted_sessions
from .storage.seals.rows import PUT_AWAY, RECORD, Chains, WitnessedRows
from .web.operation import Operation
from .web.static import built_font

REPORT_PAGE = "/meld/{number}"
"""The address of the page where a need is reported, ``{number}`` for the municipality's."""


@dataclass(frozen=True, slots=True)
class Features:
    """``operations``: every request of docs/contract.md; ``sessions`` authenticates them; ``close`` stores
    what is not stored yet."""

    operations: tuple[Operation, ...]
    sessions: Sessions
    close: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LoginWays:
    """``demo``: as any of the demo persons. ``identity_keys`` hash the numbers that providers say."""

    demo: bool = False
    providers: IdentityProviders = NO_PROVIDERS
    identity_keys: IdentityKeys | None = None
    times: SessionTimes = USUAL_TIMES


NOBODY_LOGS_IN = LoginWays()


def build_features(
    database: Database,
    live: Live,
    writing: Writing,
    texts: PartTexts,
    readings: ReadingLog,
    clock: Clock,
    chance: Chance,
    *,
    public_url: str,
    ways: LoginWays = NOBODY_LOGS_IN,
    epoch: str = "",
    sends_mail: bool = False,
) -> Features:
    """Nothing is read yet. ``epoch``: from ``storage/epoch.py``; ``sends_mail``: a mail server is set."""
    people, words, names = People(database), WordsLog(readings), NamesLog(readings, clock)
    logins = Logins(people, live, clock, chance, ways.times, demo=ways.demo, providers=ways.providers.names)
    demo_logins = DemoLogins(people, logins, LOGIN_CHOICES if ways.demo else None)
    units = Units(store := Municipalities(database, clock, chance), standard(), clock)
    return Features(
        (
            *login.operations(logins, demo_logins, ways.providers, public_url),
            login.act_as(Acting(database, live, clock, chance), public_url),
            *oidc.operations(ways.providers, _arrivals(database, live, logins, chance, ways), public_url),
            *plans.operations(Plans(PlanStore(database, clock), words, epoch)),
            *parts.operations(Parts(PartStore(database, clock), live, chance)),
            *consent.operations(Consents(_consents(database, clock), live, words)),
            *_for_the_owner(database, live, words, clock, chance, ways),
            *beside_the_text.operations(database, live, writing, texts, clock, chance),
            *_invitations(database, live, clock, chance, ways),
            *municipalities.operations(units),
            *leaders.operations(Leaders(store)),
            *municipalities.pages(Information(store, units, REPORT_PAGE), built_font()),
            *_cases(database, live, texts, words, names, clock, chance, public_url),
            *messages.operations(Messages(MessageStore(database, clock, standard()), sends_mail, names)),
        ),
        logins,
        logins.close,
    )


def _consents(database: Database, clock: Clock) -> ConsentStore:
    return ConsentStore(database, clock, PuttingOut(standard(), rules_on))


def _arrivals(
    database: Database, live: Live, logins: Logins, chance: Chance, ways: LoginWays
) -> ProvenArrivals:
    identities = Identities(database, ways.identity_keys, chance) if ways.identity_keys else None
    return ProvenArrivals(identities, Naming(NameStore(database), live), logins)


def _for_the_owner(
    database: Database, live: Live, words: WordsLog, clock: Clock, chance: Chance, ways: LoginWays
) -> tuple[Operation, ...]:
    """What is decided without a login of the owner's own."""
    helped = AssistedStore(database, clock, standard(), ways.times.idle)
    return (
        *assisted.operations(AssistedSessions(helped, words, clock, chance)),
        *paper.operations(PaperConsents(PaperStore(database, clock, standard()), live, chance, words)),
    )


def _invitations(
    database: Database, live: Live, clock: Clock, chance: Chance, ways: LoginWays
) -> tuple[Operation, ...]:
    keys, synthetic = ways.identity_keys, any(each.test for each in ways.providers.choices())
    store = InvitationStore(database, clock, standard(), keys)
    return (
        *invitations.operations(Invitations(store, live, chance, keys, synthetic=synthetic)),
        *arriving.operations(ArrivalStore(database, clock), live),
    )


def _cases(
    database: Database,
    live: Live,
    texts: PartTexts,
    words: ReadWords,
    names: ReadNames,
    clock: Clock,
    chance: Chance,
    public_url: str,
) -> tuple[Operation, ...]:
    """Reports of need, what becomes of them, who coordinates, complaints, and counts of them all."""
    catalogue, logs = standard(), (words, names)
    reports = Reports(ReportStore(database, clock, catalogue), catalogue, clock, chance)
    contents = PlanContents(database, clock, texts)
    adapters = database, clock, catalogue
    case_store, stand_ins = CaseStore(*adapters), StandIns(*adapters)
    at_desk = Desk(case_store, contents, live, clock, chance)
    elsewhere = JudgedElsewhere(may_read_words, rules_on)
    stored = ComplaintStore(*adapters, elsewhere), ComplaintBeginnings(*adapters), ComplaintLists(*adapters)
    complaining = Complaints(*stored, catalogue, clock, chance, *logs)
    return (
        *cases.operations(reports, public_url),
        *inbox.operations(UnitCases(CaseLists(database, catalogue), clock, names)),
        *desk.operations(at_desk, stand_ins),
        *declaring.operations(Declarations(database, contents, live, clock, chance, catalogue)),
        *life.operations(LifeStore(database, clock, catalogue)),
        *checklist.operations(Checklists(case_store, stand_ins, clock)),
        *moving.operations(Moving(MovingStore(case_store, clock, catalogue), clock, chance)),
        *leaving.operations(Leavings(Successors(database), case_store, live, clock, chance)),
        *release.operations(Releases(ReleaseStore(database, clock, catalogue), names)),
        *coordinators.operations(Coordinators(database, clock)),
        *away.operations(Away(database, clock, catalogue)),
        *announcing.operations(TimeOffAnnouncing(database, clock)),
        *complaints.operations(complaining),
        *statistics.operations(Statistics(CountStore(database, catalogue), clock, chance, names)),
    )


def witnessed_rows() -> tuple[WitnessedRows, ...]:
    """What the access log holds fingerprints of."""
    return (
        WitnessedRows("decision", decision_rows, "number", as_decision, wrongly_marked),
        WitnessedRows("comment", comment_rows, "id", as_comment, wrong_marks),
        WitnessedRows("suggestion", suggestion_rows, "id", as_suggestion),
        WitnessedRows(PUT_AWAY, part_rows, "id", as_put_away, where=ANY_PUT_AWAY),
        WitnessedRows("end of participant", participant_rows, "id", as_ending, where=ANY_END),
        WitnessedRows("invitation", invitation_rows, "id", as_invitation),
        WitnessedRows("paper", paper_rows, "id", as_paper),
        WitnessedRows("assisted session", assisted_sessions, "id", as_assisted),
        WitnessedRows("end of plan", plan_rows, "id", as_plan_end, where=ANY_PLAN_END),
        WitnessedRows("unit right", unit_rights, "id", as_held, where=WITNESSED, of=Chains.NO_PLAN),
        WitnessedRows(RECORD, case_records, "number", as_witnessed, wrongly_summed_up, of=Chains.CASES),
        WitnessedRows(
            RECORD,
            complaint_records,
            "number",
            as_witnessed_complaint,
            wrongly_derived,
            of=Chains.COMPLAINTS,
        ),
        SUBJECTS,
        NUMBERS,
        NAMES,
        WitnessedRows("year report", year_reports, "id", as_year_report, of=Chains.NO_PLAN),
    )
