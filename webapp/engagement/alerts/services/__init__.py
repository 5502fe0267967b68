"""What can be done with mail alerts: ask for them, confirm, change, leave; take news in and tell them."""

from webapp.engagement.alerts.services.asking import Wish, ask, settle_asks
from webapp.engagement.alerts.services.ending import end_refused, forget
from webapp.engagement.alerts.services.mine import change, confirm, leave
from webapp.engagement.alerts.services.news import take_in
from webapp.engagement.alerts.services.telling import tell_due

__all__ = [
    "Wish",
    "ask",
    "change",
    "confirm",
    "end_refused",
    "forget",
    "leave",
    "settle_asks",
    "take_in",
    "tell_due",
]
