"""Check that the migrations make exactly the tables that the models describe, and can be taken back.

Usage: python tools/check_migrations.py DATABASE_URL
"""

import os
import sys
import tempfile
from pathlib import Path

import flask_migrate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from webapp import create_app


def main(database_url: str) -> None:
    """Run every migration up, compare with the models, run all down and up again; alembic ends this on a difference."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app({**os.environ, "DATABASE_URL": database_url, "INSTANCE_DIR": instance})
        with app.app_context():
            flask_migrate.upgrade()
            flask_migrate.check()
            flask_migrate.downgrade(revision="base")
            flask_migrate.upgrade()


if __name__ == "__main__":
    main(sys.argv[1])
