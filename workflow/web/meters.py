"""Figures for whoever runs the service, in Prometheus' words. One registry an application, so that tests may have many."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Meters:
    """Counts requests by route pattern, never by path: addresses of links hold secrets."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "countersign_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "countersign_request_seconds", "Time to answer, in seconds.", registry=self.registry,
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
        )  # fmt: skip
        self.waiting = Gauge(
            "countersign_outbox_events", "Events not yet dispatched.", registry=self.registry
        )
        self.oldest = Gauge(
            "countersign_outbox_oldest_seconds",
            "Age of the oldest event not yet dispatched.",
            registry=self.registry,
        )

        self.dead = Gauge("countersign_work_dead", "Pieces of work given up.", registry=self.registry)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request answered."""
        known = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "OTHER"
        self.requests.labels(known, route, str(status)).inc()
        self.seconds.observe(seconds)

    def text(self, waiting: int, oldest: float, dead: int = 0) -> bytes:
        """The page Prometheus reads."""
        self.waiting.set(waiting)
        self.oldest.set(oldest)
        self.dead.set(dead)
        return generate_latest(self.registry)
