"""A table of sealed records to try things on, fresh keys for each test, and passphrases that are quick to stretch."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from sqlalchemy import MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped

from webapp.config import Tier
from webapp.database import NAMING_CONVENTION, db
from webapp.kit.orm import Keep, column
from webapp.kit.secret_files import destroy_secret, secret_names
from webapp.kit.transaction import transaction
from webapp.sealing import holding, services, stretching, unlocking
from webapp.sealing.models import SealedRecord, blind_index_column, sealed_column

KEEP = Keep.WITH_THE_SITE
KIND = "sample"
PASSPHRASE = "correct horse battery"


class SampleBase(DeclarativeBase):
    """Beside the site's own tables: other tests must not meet this one."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Sample(SealedRecord, SampleBase):
    __tablename__ = "sealed_sample"

    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = column(Uuid, primary_key=True, default=uuid.uuid4, keep=KEEP)
    month: Mapped[str | None] = column(String(40), keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    phone: Mapped[bytes | None] = sealed_column(keep=KEEP)
    email_index: Mapped[bytes | None] = blind_index_column(keep=KEEP)


@transaction
def write(words: str, *, keys=("content",), month: str = "2026-11", phone: str | None = None) -> uuid.UUID:
    """A record as a slice's service writes one."""
    row_id = uuid.uuid4()
    sealer = services.sealer_for(KIND, row_id, keys=keys)
    row = Sample(id=row_id, month=month, sealed_key=sealer.wrapped)
    row.words, row.phone = sealer.seal("words", words), sealer.seal("phone", phone)
    db.session.add(row)
    return row_id


def read(row_id: uuid.UUID, *, key=None) -> str | None:
    """What a record says, to whoever holds `key`."""
    row = db.session.get_one(Sample, row_id, populate_existing=True)
    return services.opener_for(row, KIND, key=key).text("words", row.words)


@pytest.fixture(autouse=True)
def _quick_passphrases(request, monkeypatch):
    """Stretching costs half a second by intention; tests of it ask for the real figures."""
    if "real_stretching" not in request.fixturenames:
        monkeypatch.setattr(stretching, "TIME", 1)
        monkeypatch.setattr(stretching, "MEMORY_BYTES", 8192)


@pytest.fixture
def real_stretching() -> None:
    """Passphrases cost what they cost in service."""


@pytest.fixture
def samples(app) -> Iterator[type[Sample]]:
    """The table of sealed records, known to the site while the test runs; and no keys yet."""
    with app.app_context():
        forget_keys(app)
        with db.engine.connect().execution_options(writes=True) as connection:
            SampleBase.metadata.create_all(connection)
            connection.commit()
        known = Sample.__table__.to_metadata(db.metadata)
        yield Sample
        db.session.remove()
        db.metadata.remove(known)
        with db.engine.connect().execution_options(writes=True) as connection:
            SampleBase.metadata.drop_all(connection)
            connection.commit()
        forget_keys(app)


@pytest.fixture
def in_tier(app, monkeypatch) -> Callable[[str], None]:
    """Have the app be of another tier from here on."""

    def change(tier: str) -> None:
        settings = app.extensions["settings"]
        monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(settings, tier=Tier(tier)))

    return change


@pytest.fixture
def officer(samples) -> Callable[..., uuid.UUID]:
    """Enrol an officer, and grant the content key unless told otherwise."""

    def make(passphrase: str = PASSPHRASE, *, granted: bool = True, using=None) -> uuid.UUID:
        officer_id = uuid.uuid4()
        unlocking.enrol(officer_id, passphrase)
        if granted:
            unlocking.grant(officer_id, using=using)
        return officer_id

    return make


def forget_keys(app) -> None:
    folder = app.extensions["settings"].instance_dir
    for name in secret_names(folder):
        if holding.PRIVATE_FILE.fullmatch(name):
            destroy_secret(folder, name)
