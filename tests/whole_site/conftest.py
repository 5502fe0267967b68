"""Fixtures: one filled site for the whole run; no test here writes, so they all share it."""

import os
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.client import PageClient
from tests.whole_site.crawl import Crawl
from tests.whole_site.filled import filled_site


@pytest.fixture(scope="session")
def site_environ(tmp_path_factory) -> dict[str, str]:
    """Settings with a database of their own: the tests beside these empty theirs."""
    settings = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("site")), "PORT": "5000"}
    if url := os.environ.get("TEST_DATABASE_URL"):
        settings["DATABASE_URL"] = own_schema(url, f"whole_site_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}")
    return settings


@pytest.fixture(scope="session")
def site(site_environ) -> Iterator[Flask]:
    """The app with everything in it that a visitor could meet."""
    with filled_site(site_environ) as app:
        yield app


@pytest.fixture(scope="session")
def further_environ(tmp_path_factory) -> dict[str, str]:
    """Settings of a second site, for content that the shared one must not have."""
    settings = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("further")), "PORT": "5000"}
    if url := os.environ.get("TEST_DATABASE_URL"):
        settings["DATABASE_URL"] = own_schema(url, f"further_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}")
    return settings


@pytest.fixture(scope="session")
def codes(site) -> tuple[str, ...]:
    """The codes of the offered languages, the first language first."""
    return tuple(language.code for language in site.extensions["partnership"].languages)


@pytest.fixture
def visitor(site) -> PageClient:
    return PageClient(site)


@pytest.fixture(scope="session")
def crawl(site, codes) -> Crawl:
    """Every address that can be reached by links from any page, in every language."""
    return Crawl.of(site, codes)


def own_schema(url: str, name: str) -> str:
    """The address of the same PostgreSQL database, with a fresh schema `name` in place of `public`."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"{url}{'&' if '?' in url else '?'}options={quote(f'-csearch_path={name}')}"
