"""This process's metrics for Prometheus. What each means for an operator: docs/operations.md.

Nothing is counted here: a scrape reads the plain numbers of ``counts``. No label identifies a person, a plan
or a part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from server.version import commit, release

from .counts import Counts, Histogram, Standing

CONTENT_TYPE = CONTENT_TYPE_LATEST


class FanoutTraffic(Protocol):
    """What a ``Fanout`` counts: messages published to other processes and received from them."""

    @property
    def published(self) -> int: ...
    @property
    def received(self) -> int: ...
    @property
    def dropped(self) -> int: ...
    @property
    def forged(self) -> int: ...
    @property
    def stale(self) -> int: ...
    @property
    def unreadable(self) -> int: ...
    @property
    def reconnects(self) -> int: ...
    @property
    def echo_seconds(self) -> float: ...


class Metrics:
    """``standing`` is called at each scrape; ``troubles``: for each dependency, whether it is degraded."""

    def __init__(
        self,
        counts: Counts,
        standing: Callable[[], Standing],
        troubles: Callable[[], Mapping[str, bool]],
        fanout: FanoutTraffic | None = None,
    ) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Engine(counts, standing, troubles))
        if fanout is not None:
            self._registry.register(_Fanout(fanout))
        ProcessCollector(registry=self._registry)

    def render(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)


class _Engine(Collector):
    def __init__(
        self,
        counts: Counts,
        standing: Callable[[], Standing],
        troubles: Callable[[], Mapping[str, bool]],
    ) -> None:
        self._counts, self._standing, self._troubles = counts, standing, troubles

    def collect(self) -> Iterator[Metric]:
        yield from self._traffic()
        yield from self._log()
        yield from self._open()
        yield from self._mails()
        degraded = GaugeMetricFamily(
            "samplan_degraded", "1 while this dependency is in trouble", labels=["what"]
        )
        for what, trouble in self._troubles().items():
            degraded.add_metric([what], float(trouble))
        yield degraded
        build = GaugeMetricFamily("samplan_build_info", "Which build this is", labels=["version", "commit"])
        build.add_metric([release(), commit()], 1.0)
        yield build

    def _traffic(self) -> Iterator[Metric]:
        counts = self._counts
        yield _count("frames_received", "Websocket messages from clients", counts.frames_received)
        yield _count("received_bytes", "Bytes in them", counts.bytes_received)
        yield _count("frames_sent", "Websocket messages to clients", counts.frames_sent)
        yield _count("sent_bytes", "Bytes in them", counts.bytes_sent)
        yield _count("stateless_refused", "Stateless messages of clients", counts.stateless_refused)
        answers = CounterMetricFamily(
            "samplan_http_answers", "HTTP answers, by route and class", labels=["route", "class"]
        )
        for labels, count in sorted(counts.http_answers.items()):
            answers.add_metric(labels, count)
        yield answers
        yield _histogram(
            "http_seconds", "From the arrival of a request until its answer began", counts.http_seconds
        )
        yield _counts("logins", "Sessions opened, by how their person logged in", "how", counts.logins)
        yield _count("sockets_opened", "Websockets accepted", counts.sockets_opened)
        yield _counts("edits", "Frames with an update, by verdict", "verdict", counts.edits)
        yield _counts(
            "documents_ended", "Documents refused or closed by the server", "token", counts.documents_ended
        )
        yield _counts("sockets_closed", "Websockets closed by the server", "token", counts.sockets_closed)
        yield _counts(
            "connections_ended",
            "HTTP connections ended because of their client",
            "why",
            counts.connections_ended,
        )
        yield _histogram(
            "propagation_seconds",
            "From the arrival of the oldest frame of a turn until its broadcast was queued",
            counts.propagation,
        )

    def _log(self) -> Iterator[Metric]:
        counts = self._counts
        yield _histogram("commit_seconds", "Time of one durable transaction of the log", counts.commits)
        yield _histogram("commit_submissions", "Submissions in one transaction", counts.submissions)
        yield _histogram("commit_rows", "Rows stored by one transaction", counts.rows)
        yield _count("rows_committed", "Rows of the log made durable here", counts.rows_committed)
        yield _counts("submissions", "Submissions, by the log's answer", "outcome", counts.outcomes)
        yield _counts("log_failures", "Calls the database failed", "asked", counts.log_failures)
        yield _histogram("load_seconds", "Time to read one part from the log", counts.loads)
        yield _count("rereads", "Times a part read rows from the log that it did not have", counts.rereads)
        yield _count("snapshots", "Snapshots of parts stored", counts.snapshots)
        yield _count("evictions", "Idle parts closed", counts.evictions)
        yield _count("room_failures", "Parts closed by an unexpected error", counts.room_failures)
        says = "Records that were ahead of the clock of the next"
        yield _count("records_ahead", says, counts.records_ahead)
        gaps = {
            "part": counts.part_gaps_found,
            "rights": counts.rights_moves_found,
            "comments": counts.comment_changes_found,
        }
        yield _counts("found_by_looking", "Changes found by polling, without a message", "what", gaps)

    def _open(self) -> Iterator[Metric]:
        now = self._standing()
        yield _gauge("open_plans", "Plans open in this process", now.plans)
        yield _gauge("open_parts", "Parts open in this process", now.parts)
        yield _gauge("open_part_bytes", "Size of the open parts", now.part_bytes)
        yield _gauge(
            "quarantined_parts", "Parts refused: they kill the process", self._counts.parts_quarantined
        )
        yield _gauge("open_documents", "Seats: parts open on sockets", now.documents)
        yield _gauge("open_sockets", "Websockets whose person is known", now.sockets)
        yield _gauge("outbox_bytes", "Bytes queued for all sockets", now.outbox_bytes)
        yield _gauge("outbox_most_bytes", "Bytes queued for the socket furthest behind", now.outbox_most)
        yield _histogram(
            "loop_lateness_seconds", "How late the event loop ran a timer", self._counts.loop_lag
        )

    def _mails(self) -> Iterator[Metric]:
        mail = self._counts.mail
        yield _counts("mails", "E-mails of this process's worker", "outcome", mail.outcomes)
        outbox = GaugeMetricFamily("samplan_mail_messages", "Messages of all processes", labels=["state"])
        for state, count in sorted(mail.messages.items()):
            outbox.add_metric([state], count)
        yield outbox
        says = "Age of the oldest message that waits to be sent"
        yield _gauge("mail_oldest_seconds", says, mail.oldest_seconds)


class _Fanout(Collector):
    def __init__(self, traffic: FanoutTraffic) -> None:
        self._traffic = traffic

    def collect(self) -> Iterator[Metric]:
        traffic = self._traffic
        yield _count("fanout_published", "Messages handed to Redis for other processes", traffic.published)
        yield _count("fanout_dropped", "Messages not handed over, or not confirmed", traffic.dropped)
        yield _count("fanout_received", "Messages received from other processes", traffic.received)
        refused = {"forged": traffic.forged, "stale": traffic.stale, "unreadable": traffic.unreadable}
        yield _counts("fanout_refused", "Messages refused", "reason", refused)
        yield _count("fanout_reconnects", "Connections to Redis lost", traffic.reconnects)
        yield _gauge("fanout_echo_seconds", "How long our own last heartbeat took", traffic.echo_seconds)


def _count(name: str, says: str, value: float) -> Metric:
    return CounterMetricFamily(f"samplan_{name}", says, value=value)


def _counts(name: str, says: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"samplan_{name}", says, labels=[label])
    for value, count in sorted(values.items()):
        family.add_metric([value], count)
    return family


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"samplan_{name}", says, value=value)


def _histogram(name: str, says: str, histogram: Histogram) -> Metric:
    """With cumulative buckets, as Prometheus expects."""
    reached = list(accumulate(histogram.counts))
    bounds = [*(str(float(bound)) for bound in histogram.bounds), "+Inf"]
    return HistogramMetricFamily(
        f"samplan_{name}", says, buckets=list(zip(bounds, reached, strict=True)), sum_value=histogram.total
    )
