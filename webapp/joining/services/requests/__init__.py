"""What a place asks for by itself: to renew, to hand over to somebody else, to leave.

Leaving is done at once where this tier can; everything else waits for an officer.
"""

from webapp.joining.services.requests.closing import close_all_over
from webapp.joining.services.requests.deciding import accept_hand_over, accept_renewal, read_words, refuse
from webapp.joining.services.requests.leaving import leave, look_at_leave, put_aside, settle, settle_all, take_off
from webapp.joining.services.requests.sending import MOST_HELP, Renewal, hand_over, refresh, renew

__all__ = [
    "MOST_HELP",
    "Renewal",
    "accept_hand_over",
    "accept_renewal",
    "close_all_over",
    "hand_over",
    "leave",
    "look_at_leave",
    "put_aside",
    "read_words",
    "refresh",
    "refuse",
    "renew",
    "settle",
    "settle_all",
    "take_off",
]
