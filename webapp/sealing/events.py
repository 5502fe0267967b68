"""What was done with a key, for the audit: sealing lies below it, so the caller writes it down."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class KeyEvent:
    """An act on a key, without anything personal: `audit.services.record(event.act, kind=event.kind, key=...)`."""

    act: str
    key: str
    kind: str = "sealing_key"
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
