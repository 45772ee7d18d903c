"""What Prometheus is told is what was counted, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.telemetry.counts import Counts, Standing
from server.telemetry.metrics import Metrics


@dataclass
class Spoken:
    """What a fanout counts."""

    published: int = 9
    dropped: int = 1
    received: int = 8
    forged: int = 2
    stale: int = 3
    unreadable: int = 4
    reconnects: int = 5
    echo_seconds: float = 0.25


def read(metrics: Metrics) -> dict[str, float]:
    """Every sample as ``name{label=value}``."""
    return {
        sample.name + "".join(f"{{{name}={value}}}" for name, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(metrics.render().decode())
        for sample in family.samples
    }


def test_what_was_counted_is_told() -> None:
    counts = Counts()
    metrics = Metrics(counts, lambda: Standing(parts=3, outbox_most=70), lambda: {"database": True})
    counts.frames_received += 5
    counts.edits["accepted"] += 2
    counts.documents_ended["too-large"] += 1
    told = read(metrics)
    assert told["samplan_frames_received_total"] == 5
    assert told["samplan_edits_total{verdict=accepted}"] == 2
    assert told["samplan_documents_ended_total{token=too-large}"] == 1
    assert told["samplan_open_parts"] == 3
    assert told["samplan_outbox_most_bytes"] == 70
    assert told["samplan_degraded{what=database}"] == 1
    assert told["process_resident_memory_bytes"] > 1_000_000


def test_a_bucket_holds_everything_that_fell_into_those_before_it() -> None:
    counts = Counts()
    metrics = Metrics(counts, Standing, dict)
    for rows in (1, 2, 2, 7, 5000):
        counts.rows.observe(rows)
    told = read(metrics)
    buckets = [told[f"samplan_commit_rows_bucket{{le={le}}}"] for le in ("1.0", "2.0", "5.0", "10.0", "+Inf")]
    assert buckets == [1, 3, 3, 4, 5]
    assert told["samplan_commit_rows_count"] == 5
    assert told["samplan_commit_rows_sum"] == 5012


def test_messages_between_processes_are_told_where_there_are_several() -> None:
    alone = read(Metrics(Counts(), Standing, dict))
    among_others = read(Metrics(Counts(), Standing, dict, Spoken()))
    assert {name for name in alone if "fanout" in name} == set()
    told = {name: value for name, value in among_others.items() if "fanout" in name}
    assert told == {
        "samplan_fanout_published_total": 9,
        "samplan_fanout_dropped_total": 1,
        "samplan_fanout_received_total": 8,
        "samplan_fanout_refused_total{reason=forged}": 2,
        "samplan_fanout_refused_total{reason=stale}": 3,
        "samplan_fanout_refused_total{reason=unreadable}": 4,
        "samplan_fanout_reconnects_total": 5,
        "samplan_fanout_echo_seconds": 0.25,
    }


def test_every_metric_is_explained_to_operators() -> None:
    explained = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()
    metrics = Metrics(Counts(), Standing, dict, Spoken()).render().decode()
    families = [line.split()[2] for line in metrics.splitlines() if line.startswith("# TYPE samplan_")]
    names = [family.removeprefix("samplan_") for family in families]
    assert len(names) > 30
    assert [name for name in names if f"`{name}" not in explained] == []
