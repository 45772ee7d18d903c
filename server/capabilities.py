"""The list of all capabilities: a new one adds its folder, and its lines to this list."""

from __future__ import annotations

from dataclasses import dataclass

from .demo.people import LOGIN_CHOICES
from .features.accesslog.readings import ReadingLog
from .features.accesslog.words import WordsLog
from .features.comments import http as comments
from .features.comments.service import Conversations
from .features.comments.store import Comments
from .features.comments.tables import as_comment, wrongly_hidden
from .features.consent import http as consent
from .features.consent.service import Consents
from .features.consent.store import ANY_END, ConsentStore, as_ending
from .features.login import http as login
from .features.login.demo import DemoLogins
from .features.login.service import Logins
from .features.login.store import People
from .features.parts import http as parts
from .features.parts.service import Parts
from .features.parts.store import ANY_PUT_AWAY, PartStore, as_put_away
from .features.plans import http as plans
from .features.plans.service import Plans
from .features.plans.store import PlanStore
from .ports.clock import Clock
from .ports.live import Live
from .ports.randomness import Chance
from .ports.sessions import Sessions
from .ports.texts import PartTexts
from .storage.database.database import Database
from .storage.decisions import as_decision, wrongly_marked
from .storage.ledger import Ledger
from .storage.metadata import comments as comment_rows
from .storage.metadata import decisions as decision_rows
from .storage.metadata import participants as participant_rows
from .storage.metadata import parts as part_rows
from .storage.seals.rows import PUT_AWAY, WitnessedRows
from .web.operation import Operation


@dataclass(frozen=True, slots=True)
class Features:
    """``operations``: every request of docs/contract.md; ``sessions`` authenticates them."""

    operations: tuple[Operation, ...]
    sessions: Sessions


def build_features(
    database: Database,
    live: Live,
    texts: PartTexts,
    readings: ReadingLog,
    clock: Clock,
    chance: Chance,
    *,
    public_url: str,
    epoch: str = "",
    demo: bool = False,
) -> Features:
    """Build every capability; nothing is read from the database yet.

    ``epoch`` from ``storage/epoch.py``; ``demo``: anybody may log in as the demo persons.
    """
    people, words = People(database), WordsLog(readings)
    logins = Logins(people, live, clock, chance, demo=demo)
    demo_logins = DemoLogins(people, logins, LOGIN_CHOICES if demo else None)
    conversations = Conversations(Comments(database, clock), Ledger(database), live, texts, chance)
    return Features(
        (
            *login.operations(logins, demo_logins, public_url),
            *plans.operations(Plans(PlanStore(database, clock), words, epoch)),
            *parts.operations(Parts(PartStore(database, clock), live, chance)),
            *consent.operations(Consents(ConsentStore(database, clock), live, words)),
            *comments.operations(conversations),
        ),
        logins,
    )


def witnessed_rows() -> tuple[WitnessedRows, ...]:
    """What the access log holds fingerprints of."""
    return (
        WitnessedRows("decision", decision_rows, "number", as_decision, wrongly_marked),
        WitnessedRows("comment", comment_rows, "id", as_comment, wrongly_hidden),
        WitnessedRows(PUT_AWAY, part_rows, "id", as_put_away, where=ANY_PUT_AWAY),
        WitnessedRows("end of participant", participant_rows, "id", as_ending, where=ANY_END),
    )
