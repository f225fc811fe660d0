"""What can be counted without telling on anybody, for Prometheus.

Of reports and cases nothing is counted, neither by itself nor in a sum with others, for a number that moves tells when
somebody filed. So requests, calls and deliveries count only where they are known to be about something else: what is on
no list here is left out.
"""

import platform as machine
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import product
from typing import Any

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot import VERSION
from handlers import overview
from handlers.overview import Overview
from handlers.platforms import PLATFORM_WORDS
from handlers.reporting.ticks import TICK

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

DONE, REFUSED, FAILED, TURNED_AWAY = "done", "refused", "failed", "turned_away"
DELIVERED, NOT_DELIVERED, PUT_OFF = "delivered", "refused", "put_off"
#: Seconds. Slack waits three for an answer, Teams five.
_REQUEST_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10)
_CALL_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
_DELIVERY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 45)

#: Seconds; ten times what passes between two turns with nothing to do.
_IDLE_STEP = 5

#: Where use cases that may be counted are written: none of them has to do with reports, cases, or where they arrive.
COUNTED = frozenset(
    {
        *(f"handlers.{name}" for name in ("allow_list", "dismissals", "linking", "permissions", "policies")),
        *(f"handlers.{name}" for name in ("policy_duties", "policy_versions")),
        *(f"handlers.{name}" for name in ("proposals", "publishing", "records", "reply_templates", "reviews")),
        *(f"handlers.{name}" for name in ("rule_statistics", "tray")),
        *(f"handlers.training.{name}" for name in ("course_publishing", "employment", "exemptions", "exports")),
        *(f"handlers.training.{name}" for name in ("learning", "oversight", "remind_now", "reminders")),
        *(f"handlers.training.{name}" for name in ("requirements", "roster", "staff_changes", "staff_list")),
        *(f"bot.slack.listeners.{name}" for name in ("oversight", "policies", "staff", "training")),
        *(f"bot.teams.activities.{name}" for name in ("courses", "dialogs", "oversight", "policies", "presses")),
        *(f"bot.teams.activities.{name}" for name in ("staff", "training", "typed")),
    }
)

# When a counter was first used is nobody's business either.
prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]


class Request:
    """One request, as far as it may be counted."""

    __slots__ = ("counted", "outcome")

    def __init__(self) -> None:
        #: None until something is known of it.
        self.counted: bool | None = None
        self.outcome = DONE


_request: ContextVar[Request | None] = ContextVar("request", default=None)


def ended(outcome: str) -> None:
    """Says how the request under way ends, when not well."""
    if request := _request.get():
        request.outcome = outcome


class Metrics:
    """Everything that is counted, of one running program."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._registry = CollectorRegistry()
        requests = Histogram(
            "imprimatur_request_seconds",
            "Requests from Slack and Teams until they were answered; nothing about reports or cases.",
            ("platform", "outcome"),
            buckets=_REQUEST_SECONDS,
            registry=self._registry,
        )
        calls = Histogram(
            "imprimatur_database_call_seconds",
            "What a person's request asked of the database, from asking to committed.",
            ("platform",),
            buckets=_CALL_SECONDS,
            registry=self._registry,
        )
        deliveries = Histogram(
            "imprimatur_delivery_seconds",
            "Attempts to deliver a message; nothing about reports or cases.",
            ("platform", "outcome"),
            buckets=_DELIVERY_SECONDS,
            registry=self._registry,
        )
        scans = Counter(
            "imprimatur_scans", "Texts somebody asked the scanner about.", ("platform",), registry=self._registry
        )
        # All there can be stand there from the start: an alert on what never happened yet would find nothing.
        self._request = _each(requests, PLATFORM_WORDS, (DONE, REFUSED, FAILED, TURNED_AWAY))
        self._call = _each(calls, PLATFORM_WORDS)
        self._delivery = _each(deliveries, PLATFORM_WORDS, (DELIVERED, NOT_DELIVERED, PUT_OFF))
        self._scan = _each(scans, PLATFORM_WORDS)
        self._standing = _Standing()
        self._registry.register(self._standing)
        self._registry.register(_Process(clock))

    @contextmanager
    def request(self, platform: str) -> Iterator[Request]:
        """Around the answer to one request."""
        request, started = Request(), time.perf_counter()
        token = _request.set(request)
        try:
            yield request
        finally:
            _request.reset(token)
            if request.counted:
                self._request[platform, request.outcome].observe(time.perf_counter() - started)

    @contextmanager
    def call(self, platform: str, use_case: Any) -> Iterator[None]:
        """Around one use case; it says whether the request it is part of may be counted."""
        counted = getattr(use_case, "__module__", "") in COUNTED
        if request := _request.get():
            request.counted = counted and request.counted is not False
        started = time.perf_counter()
        try:
            yield
        finally:
            if counted:
                self._call[platform,].observe(time.perf_counter() - started)

    def scanned(self, platform: str) -> None:
        """Counts a text somebody asked about."""
        self._scan[platform,].inc()

    def delivery(self, platform: str, topic: str, outcome: str, seconds: float) -> None:
        """Counts an attempt to deliver a message."""
        if topic in overview.TOPICS:
            self._delivery[platform, outcome].observe(seconds)

    def text(self, stands: Overview | None, worker_idle: float) -> bytes:
        """All of it in Prometheus' text format; without `stands` the database did not answer. `worker_idle` is the
        seconds since the worker went round."""
        self._standing.stands = stands
        # What wakes the worker must not show, so it is told in coarse steps.
        self._standing.worker_idle = int(worker_idle // _IDLE_STEP * _IDLE_STEP)
        return generate_latest(self._registry)


def _each(metric: Any, *values: Iterable[str]) -> dict[tuple[str, ...], Any]:
    return {labels: metric.labels(*labels) for labels in product(*values)}


class _Standing(Collector):
    """What is read when somebody asks."""

    stands: Overview | None = None
    worker_idle = 0

    def collect(self) -> Iterator[Metric]:
        build = {"version": VERSION, "python": machine.python_version()}
        yield _labelled("build_info", "The version that runs.", {tuple(build.values()): 1}, tuple(build))
        yield _gauge("worker_idle_seconds", "Since the worker last went round; over 30 it is stuck.", self.worker_idle)
        yield _gauge("database_up", "Whether the database answered just now.", int(self.stands is not None))
        if (stands := self.stands) is not None:
            yield from _practice(stands)
            yield from _queue(stands)


def _practice(stands: Overview) -> Iterator[Metric]:
    yield _by("proposals", "Proposals there are, by state.", "state", stands.proposals)
    since = _age(stands.at, stands.undecided_since)
    yield _gauge("oldest_undecided_seconds", "How long the oldest proposal in review has waited; 0: none does.", since)
    yield _by("decisions", "Decisions there are, by verdict.", "verdict", stands.decisions, CounterMetricFamily)
    yield CounterMetricFamily("imprimatur_revisions", "Revisions kept, each read by the scanner.", stands.revisions)
    found = "What the scanner found in them, by severity."
    yield _by("findings", found, "severity", stands.findings, CounterMetricFamily)
    yield _gauge("training_overdue_people", "People with training or policies overdue.", stands.late)


def _queue(stands: Overview) -> Iterator[Metric]:
    yield _by("outbox_waiting", "Messages still to be delivered.", "platform", stands.waiting)
    refused = "Of these, refused at least once and tried again until they arrive."
    yield _by("outbox_refused", refused, "platform", stands.refused)
    since = _age(stands.at, stands.waiting_since)
    yield _gauge("outbox_oldest_seconds", "How long the oldest of them has waited; 0: none does.", since)


class _Process(Collector):
    """Processor time, memory and files of this process, as they were in the first look of each quarter hour. A receipt
    takes 64 MiB and a moment of the processor: seen at once, these would tell when somebody filed."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._collector = ProcessCollector(registry=CollectorRegistry())
        self._period = -1
        self._seen: list[Metric] = []

    def collect(self) -> Iterator[Metric]:
        period = int(self._clock().timestamp() // TICK.total_seconds())
        if period != self._period:
            self._period, self._seen = period, list(self._collector.collect())
        yield from self._seen


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"imprimatur_{name}", meaning, value)


def _by(name: str, meaning: str, label: str, values: Any, family: Any = GaugeMetricFamily) -> Metric:
    return _labelled(name, meaning, {(str(key),): value for key, value in values.items()}, (label,), family)


def _labelled(
    name: str,
    meaning: str,
    values: dict[tuple[str, ...], int],
    labels: tuple[str, ...],
    family: Any = GaugeMetricFamily,
) -> Metric:
    made: Any = family(f"imprimatur_{name}", meaning, labels=labels)
    for key, value in values.items():
        made.add_metric(key, value)
    found: Metric = made
    return found


def _age(at: datetime, since: datetime | None) -> float:
    return max((at - since).total_seconds(), 0.0) if since else 0.0
