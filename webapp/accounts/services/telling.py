"""Messages to officers: only to those at work, at the address that their account holds, and each event once.

A message is read on locked screens and by whoever looks after the mail: it says that something waits on the desk, never
what it is about.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping

import structlog
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.accounts import queries
from webapp.accounts.models import OfficerAccount
from webapp.accounts.permissions import Permission
from webapp.config import Tier
from webapp.database import db
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction
from webapp.notices.rules import NotSendableError
from webapp.notices.services import send

LOG = structlog.get_logger()
# The desk is in English, and so is what it sends.
LANGUAGE = "en"
ACCOUNT_PAGE = "/desk/account"
# What an officer is told of how they sign in, by the act in the audit and what it was about (ASVS 6.3.7).
CHANGES: Mapping[tuple[str, str], LazyString] = {
    ("officer.passphrase_set", ""): _l("Your passphrase was changed."),
    ("officer.factor_added", "app"): _l("An authenticator app was added."),
    ("officer.factor_added", "key"): _l("A security key was added."),
    ("officer.factor_removed", "app"): _l("The authenticator app was removed."),
    ("officer.factor_removed", "key"): _l("A security key was removed."),
    ("officer.recovery_codes_made", ""): _l("New recovery codes were made. The old ones no longer work."),
    ("officer.recovery_code_used", ""): _l("A recovery code was used to sign in."),
    ("officer.link_opened", ""): _l("A link was opened that lets its holder set up signing in anew."),
}


@transaction
def tell(officer_id: uuid.UUID, notice: str, *, parameters: Mapping[str, str], dedupe: str) -> bool:
    """Send `notice` to an officer; whether there is somebody to send it to. The public tier knows no officers."""
    if current_settings().tier is Tier.PUBLIC:
        return False
    account = db.session.get(OfficerAccount, officer_id)
    if account is None or account.disabled_at is not None or not account.email:
        return False
    return _send(account.email, notice, parameters, f"{dedupe}:{officer_id.hex}")


@transaction
def tell_those_who_may(
    permission: Permission, notice: str, *, parameters: Mapping[str, str], dedupe: str, but: Collection[str] = ()
) -> int:
    """Send `notice` to every officer at work who holds `permission`, but to those named so in the audit; how many."""
    if current_settings().tier is Tier.PUBLIC:
        return 0
    wanted = [each for each in queries.list_officers_who_may(permission) if f"officer:{each.id.hex}" not in but]
    return sum(_send(each.email, notice, parameters, f"{dedupe}:{each.id.hex}") for each in wanted)


@transaction
def tell_of_change(officer_id: uuid.UUID, act: str, what: str = "") -> None:
    """Tell an officer of a change to how they sign in: whoever did not make it should know at once."""
    words = CHANGES.get((act, what))
    if words is not None:
        parameters = {"what": str(words), "link": ACCOUNT_PAGE}
        tell(officer_id, "sign_in_changed", parameters=parameters, dedupe=uuid.uuid4().hex)


def addresses_of_those_who_may(permission: Permission) -> Iterable[str]:
    """The addresses of every officer at work who holds `permission`: for what cannot wait for the outbox."""
    if current_settings().tier is Tier.PUBLIC:
        return []
    return [officer.email for officer in queries.list_officers_who_may(permission) if officer.email]


def _send(to: str, notice: str, parameters: Mapping[str, str], dedupe: str) -> bool:
    try:
        send(notice, to=to, language=LANGUAGE, parameters=parameters, dedupe=dedupe)
    except NotSendableError:
        # What is told of must not fail because an account holds an address that nothing can be sent to.
        LOG.warning("officer_not_told", kind=notice)
        return False
    return True
