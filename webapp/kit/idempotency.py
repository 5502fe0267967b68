"""Once: a form that arrives a second time is not done again, and shows the first result (security decision 2).

A row says only that something was sent. Its name is a hash of the sending's key, and its result is sealed under that
key, which only the page that was sent knows: whoever has the whole database cannot tell which record a row is about.
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from nacl.secret import SecretBox
from sqlalchemy import Date, LargeBinary, String, bindparam, delete
from sqlalchemy.orm import Mapped

from webapp.database import INSERT, db
from webapp.kit.clock import london_today
from webapp.kit.fixed_queries import FixedStatement
from webapp.kit.jobs import every
from webapp.kit.orm import Holds, Keep, Model, column
from webapp.kit.transaction import require_transaction, transaction

KEPT_DAYS = 7
HASH_BYTES = 32


class SentForm(Model):
    """A form that has arrived."""

    __tablename__ = "sent_form"
    # Rows in the order of their random names: the order of arrival would tell which record came with which.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - this is where SQLAlchemy looks for it

    key_hash: Mapped[str] = column(String(HASH_BYTES * 2), primary_key=True, keep=Keep.A_WEEK)
    result: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=Keep.A_WEEK)
    # The day alone: a time would tell which record came with it.
    sent_on: Mapped[dt.date] = column(Date, nullable=False, index=True, keep=Keep.A_WEEK)


# Every form that is sent runs these.
_FORMS = db.metadata.tables[SentForm.__tablename__]
KEEP_RESULT = FixedStatement(
    lambda _: _FORMS.update().where(_FORMS.c.key_hash == bindparam("of_key")).values(result=bindparam("sealed"))
)
CLAIM = FixedStatement(
    lambda name: (
        INSERT[name](_FORMS)
        .values(key_hash=bindparam("key_hash"), sent_on=bindparam("sent_on", type_=Date))
        .on_conflict_do_nothing()
        .returning(_FORMS.c.key_hash)
    )
)


def once(scope: str, key: str, act: Callable[[], str], *, on: dt.date) -> str:
    """What `act` gives back the first time; inside @transaction, so that the act and the row are one.

    `key` is the form's `once_key`, `scope` names the service. The result is a reference, never a secret: whoever sends
    the same page again is shown it. Two that arrive together wait for each other; where the first one fails, the second
    is done. Raises WriteOutsideTransactionError outside a transaction: the row could then stand without its act.
    """
    require_transaction("once")
    name, sealer = _hash(scope, key, b"name").hex(), SecretBox(_hash(scope, key, b"seal"))
    if not _claim(name, on):
        row = db.session.get_one(SentForm, name, populate_existing=True)
        return sealer.decrypt(row.result).decode() if row.result else ""
    result = act()
    sealed = bytes(sealer.encrypt(result.encode()))
    KEEP_RESULT.run(of_key=name, sealed=sealed)
    return result


def result_of(scope: str, key: str) -> str | None:
    """What `once` gave back for this key; None where nothing was done with it. Writes nothing."""
    row = db.session.get(SentForm, _hash(scope, key, b"name").hex(), populate_existing=True)
    if row is None:
        return None
    return SecretBox(_hash(scope, key, b"seal")).decrypt(row.result).decode() if row.result else ""


@transaction
def forget_sent_forms(*, today: dt.date) -> int:
    """Forget what was sent more than a week ago; says how many."""
    old = delete(SentForm).where(SentForm.sent_on < today - dt.timedelta(days=KEPT_DAYS))
    return db.session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


@every("forms.forget", minutes=12 * 60)
def _forget() -> None:
    forget_sent_forms(today=london_today())


def _claim(name: str, on: dt.date) -> bool:
    # The other sending of the same page may be running: the database makes this one wait for its end.
    return CLAIM.run(key_hash=name, sent_on=on).one_or_none() is not None


def _hash(scope: str, key: str, purpose: bytes) -> bytes:
    whole = f"{scope}\0{key}".encode()
    return hashlib.blake2b(whole, digest_size=HASH_BYTES, person=purpose).digest()
