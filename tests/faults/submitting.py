"""A process that answers the survey a number of times and notes each acknowledgement: what is recorded and cut off.

Usage: python -m tests.faults.submitting INSTANCE_DIR FILE_OF_MARKS COUNT PRAGMA...
"""

import os
import sys
from pathlib import Path
from random import Random

from tests.faults.survey_route import somebody
from webapp import create_app, database

# Small enough that the log is folded into the database several times in a short run.
OFTEN = "wal_autocheckpoint=150"


def main(instance: str, told: str, count: str, *pragmas: str) -> None:
    """Answer, and write a line for each answer that was acknowledged."""
    names = tuple(pragma.partition("=")[0] for pragma in pragmas)
    kept = tuple(pragma for pragma in database.SQLITE_PRAGMAS if not pragma.startswith(names or ("none",)))
    database.SQLITE_PRAGMAS = (*kept, OFTEN, *pragmas)
    app = create_app({"INSTANCE_DIR": instance})
    app.testing = True
    chance = Random(1)  # noqa: S311 - the same chances each time
    marks = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in range(int(count)):
        # Each from a neighbourhood of its own: so many from one would be a flood, and stand in no count.
        somebody(app, f"answer-{number}", chance=chance, address=f"10.{number % 250}.{number // 250}.1").walk()
        os.write(marks, f"{number}\n".encode())
    # As a process ends whose power is cut: nothing is closed.
    os._exit(0)


if __name__ == "__main__":
    assert Path(sys.argv[1]).is_dir()
    main(*sys.argv[1:])
