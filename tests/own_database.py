"""A PostgreSQL database for each process of a run in parallel."""

import os

from sqlalchemy import create_engine, make_url, text


def pytest_configure() -> None:
    """Give each process of a run in parallel a PostgreSQL database of its own, in the cluster of the run."""
    url, process = os.environ.get("TEST_DATABASE_URL"), os.environ.get("PYTEST_XDIST_WORKER")
    if not url or not process:
        return
    own = make_url(url).set(database=f"{make_url(url).database}_{process}")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {own.database}"))
        connection.execute(text(f"CREATE DATABASE {own.database}"))
    engine.dispose()
    os.environ["TEST_DATABASE_URL"] = own.render_as_string(hide_password=False)
