"""What stands beside the text of a part: comments, and suggestions to it."""

from __future__ import annotations

from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.texts import PartTexts
from server.ports.writing import Writing
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.web.operation import Operation

from . import http as comments
from .lateness import Looking
from .service import Conversations
from .store import Comments
from .suggestions import http as suggestions
from .suggestions.service import Suggestions
from .suggestions.store import SuggestionStore


def operations(
    database: Database, live: Live, writing: Writing, texts: PartTexts, clock: Clock, chance: Chance
) -> tuple[Operation, ...]:
    told, looking = (Ledger(database), live), Looking(database, clock)
    conversations = Conversations(Comments(database, clock), *told, texts, looking, chance)
    suggesting = Suggestions(SuggestionStore(database, clock), *told, writing, texts, looking, chance)
    return (*comments.operations(conversations), *suggestions.operations(suggesting))
