"""A worker from the settings."""

from __future__ import annotations

from server.catalogue import standard
from server.features.cases.rules import rules_on
from server.features.complaints.rules import rules_on as complaint_rules_on
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.settings import Settings, SettingsError
from server.storage.cases.reviewing import Reviewing
from server.storage.complaints.closing import ComplaintClosing
from server.storage.complaints.reminding import ComplaintReminding
from server.storage.counts.months import PlanMonths
from server.storage.database.database import Database
from server.storage.history.mover import HistoryMover
from server.storage.messages.queue import MailQueue
from server.storage.messages.reminding import Reminding
from server.storage.seals.keys import sealing_keys
from server.storage.seals.outside import SealsFile
from server.sync.update.joining import joined
from server.token_bucket import Bucket

from .clocks import Clocks
from .courier import Courier, MailServer
from .deliveries import Deliveries
from .worker import Worker


def build_worker(settings: Settings, database: Database) -> Worker:
    """Not started yet. Raises ``SettingsError``."""
    queue = MailQueue(database, utc_now, SystemChance(), standard())
    per_minute = 1 if settings.smtp is None else settings.smtp.per_minute
    rate = Bucket(per_minute, per_minute / 60)
    deliveries = Deliveries(queue, _courier(settings), utc_now, settings.public_url, rate)
    reviewing = Reviewing(database, utc_now, standard(), rules_on)
    complaints = ComplaintReminding(database, utc_now, standard())
    months, reminding = PlanMonths(database, utc_now, standard()), Reminding(database, utc_now, standard())
    closing = ComplaintClosing(database, utc_now, standard(), complaint_rules_on)
    clocks = Clocks(months, reviewing, reminding, complaints, closing, utc_now)
    return Worker(deliveries, clocks, _mover(settings, database), settings.poll_seconds)


def _mover(settings: Settings, database: Database) -> HistoryMover:
    """Where no key of the seals is known nothing is moved: what vouches for the log is made by who serves."""
    try:
        keys = sealing_keys(settings.log_key, settings.secret_key, settings.log_key_file, make=False)
    except OSError as error:
        raise SettingsError(f"SAMPLAN_LOG_KEY: {settings.log_key_file}: {error.strerror}") from error
    return HistoryMover(database, keys, SealsFile(settings.seals_place), joined, utc_now)


def _courier(settings: Settings) -> Courier | None:
    smtp = settings.smtp
    if smtp is None:
        return None
    server = MailServer(smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password, smtp.authorities)
    try:
        return Courier(server, smtp.sender)
    except OSError as error:
        raise SettingsError(f"SAMPLAN_SMTP_URL: ssl_ca_certs: {error.strerror or error}") from error
