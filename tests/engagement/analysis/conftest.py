"""Made-up answers of many people for the analysts' pages."""

import pytest

from tests.survey.conftest import an_edition
from webapp.engagement.analysis import pictures, spots
from webapp.engagement.analysis.keeping import MEMORY, path


@pytest.fixture(autouse=True)
def forgets_columns(session_app):
    """Each test begins without columns and findings of another's answers."""
    yield
    for remembered in (MEMORY, spots.MEMORY, pictures.MEMORY):
        session_app.extensions.pop(remembered, None)
    with session_app.app_context():
        path().unlink(missing_ok=True)


@pytest.fixture
def edition(app_context):
    return an_edition()
