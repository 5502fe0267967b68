"""Background work of evidence: scanning what waits for it, and sweeping."""

import uuid

from webapp.evidence import retention, scanning, services
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every, job


@job(services.SCAN, time_limit=120)
def scan(file_id: str) -> None:
    """Look at one file that has just come to a case."""
    scanning.scan_again(uuid.UUID(hex=file_id), today=london_today())


@every("evidence.rescan", minutes=5, time_limit=240)
def rescan() -> None:
    """Ask the scanner again about everything that it did not answer for."""
    scanning.scan_waiting(today=london_today())


@every("evidence.sweep", minutes=60, time_limit=600)
def sweep() -> None:
    """Delete what nobody can use any more."""
    retention.sweep(now=utc_now())
