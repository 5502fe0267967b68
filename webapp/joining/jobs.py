"""The background work of joining: links leave, dates are told, what came by the public tier is done, listings end."""

from webapp.joining.services import (
    applying,
    counting,
    forgetting,
    links,
    lives,
    opening,
    proposals,
    reminding,
    requests,
    retention,
    seats,
    trainings,
)
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every


@every(links.SEND_JOB, minutes=1)
def send_links() -> None:
    """Send the one-time links that were asked for: at once, by a kick of the form, else within a minute."""
    links.index_contacts()
    links.send_waiting(now=utc_now())


@every(applying.INDEX_JOB, minutes=10)
def index_contacts() -> None:
    """Make contacts that came by the public tier findable."""
    links.index_contacts()


@every("joining.settle", minutes=10)
def settle() -> None:
    """Do what the public tier could only write down: who left has left, what was booked stands so or is given back."""
    requests.settle_all(at=utc_now())
    trainings.settle_all(at=utc_now())
    seats.give_back_all(at=utc_now())
    proposals.close_replaced(at=utc_now())


@every("joining.tell", minutes=10)
def tell() -> None:
    """Tell businesses where their membership stands, and which of its dates comes near."""
    reminding.tell_news(today=london_today())
    reminding.remind(today=london_today())


@every("joining.lapse", minutes=60)
def lapse() -> None:
    """End listings that nobody renewed, off the site by their dates long before; close the renewals of what is over."""
    lives.lapse_all(today=london_today(), at=utc_now())
    requests.close_all_over(at=utc_now())


@every("joining.keep", minutes=12 * 60)
def keep() -> None:
    """Forget what is over, and keep the figures of the month."""
    links.forget(now=utc_now())
    retention.set_ends(today=london_today())
    retention.sweep(today=london_today())
    opening.sweep_ways_in(today=london_today())
    forgetting.forget(today=london_today())
    counting.keep_month(today=london_today())
