"""The processing of edits as OpenTelemetry spans, where ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set.

One trace per turn of a room: ``edit`` from the arrival of the oldest frame to the end, and in it
``receive``, ``admit``, ``commit``, ``broadcast``, ``publish``. The spans are made when the turn is over,
from the times it recorded, and cost nothing within it. Attributes are numbers.
Sampling (``OTEL_TRACES_SAMPLER``) and export are configured by OpenTelemetry's own variables.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TYPE_CHECKING

from .turn_timing import Mark, Report, now, timings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


FAREWELL_SECONDS = 1.0
"""How long the end of the process waits for a collector that does not answer."""


_open: list[TracerProvider] = []


class NotInstalled(Exception):
    """Spans are configured, but the extra ``tracing`` is not installed."""


def start_tracing() -> Callable[[], None]:
    """Send spans from now on; returns ``stop_tracing``. Raises ``NotInstalled``."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise NotInstalled from error
    os.environ.setdefault("OTEL_SERVICE_NAME", "samplan")
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    timings.report = _reporter(provider)
    _open.append(provider)
    return stop_tracing


def stop_tracing() -> None:
    """Send the last spans. Blocks, so it must come last when the process ends."""
    timings.report = None
    while _open:
        sending = Thread(target=_open.pop().shutdown, daemon=True)
        sending.start()
        sending.join(FAREWELL_SECONDS)


def _reporter(provider: TracerProvider) -> Report:
    from opentelemetry.trace import set_span_in_context

    tracer = provider.get_tracer("samplan")

    def report(began: int, marks: Sequence[Mark], edits: int, rows: int) -> None:
        since_epoch = time.time_ns() - now()
        numbers = {"samplan.edits": edits, "samplan.rows": rows}
        edit = tracer.start_span("edit", start_time=began + since_epoch, attributes=numbers)
        if edit.is_recording():
            within = set_span_in_context(edit)
            for stretch, ended in marks:
                span = tracer.start_span(stretch, context=within, start_time=began + since_epoch)
                span.end(ended + since_epoch)
                began = ended
        edit.end(marks[-1][1] + since_epoch)

    return report
