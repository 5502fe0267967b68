"""The engine without its solver, where a test is about what stands around it."""

import pytest

from tests.engagement.releases import without_solver
from webapp.engagement.releases import making


@pytest.fixture
def no_solver(monkeypatch) -> None:
    monkeypatch.setattr(making, "protect", without_solver.protect)
    monkeypatch.setattr(making, "prove", without_solver.prove)
