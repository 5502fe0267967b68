"""A few postcodes, boundaries made up around them, and a partnership that has told nothing of its places."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NOW
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.partnership import create_partnership
from webapp.places import services
from webapp.places.memory import known_places
from webapp.places.models import PlaceSource, Postcode

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"
BY = Actor.command("ann")
# In Bournemouth, in Poole, on the border, in Swanage and in New Milton.
PLACED = {
    "BH11AA": (50.7279, -1.8636),
    "BH11AB": (50.7239, -1.8700),
    "BH12AB": (50.7219, -1.8820),
    "BH104AA": (50.7458, -1.9048),
    "BH151AA": (50.7150, -1.9850),
    "BH211AA": (50.7990, -1.9850),
    "BH191AA": (50.6080, -1.9580),
    "BH256AA": (50.7540, -1.6560),
}


@transaction
def put_postcodes(rows: dict[str, tuple[float, float]]) -> None:
    """Make these all the postcodes that the site knows."""
    db.session.add_all(Postcode(code=code, latitude=place[0], longitude=place[1]) for code, place in rows.items())
    source = PlaceSource(
        key="postcodes", name="Made up", fingerprint="1", rows=len(rows), loaded_at=NOW, loaded_by="me"
    )
    db.session.add(source)


@pytest.fixture
def placed(app_context: Flask) -> dict[str, tuple[float, float]]:
    """Some postcodes, as if they were all."""
    put_postcodes(PLACED)
    known_places().forget()
    return PLACED


@pytest.fixture
def bring(app_context: Flask) -> Callable[..., None]:
    """Import a set of boundaries."""

    def import_them(key: str, content: bytes, **more: str) -> None:
        services.import_boundaries(services.NewBoundaries(key=key, name=key, content=content, **more), at=NOW, by=BY)

    return import_them


@pytest.fixture
def elsewhere(make_app, app_context: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A partnership that has named neither towns nor neighbourhoods nor wards."""
    create_partnership(tmp_path / "new", "Aber Ddiogel")
    app = make_app(PARTNERSHIP=str(tmp_path / "new"))
    with app.app_context():
        yield app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first partnership's folder, to be changed."""
    return Path(shutil.copytree(BCP, tmp_path / "copy"))
