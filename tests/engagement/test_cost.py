"""What public pages cost a process that only serves them: none of the large libraries that make releases."""

import subprocess
import sys

PUBLIC = ("releases.views", "answers.views", "alerts.views", "opendata.views", "opendata.api_views")
LARGE = ("h3", "highspy", "numpy", "odfdo", "scipy", "shapely")


def loaded_by(program: str) -> str:
    listed = f"import sys; {program}; print([name for name in sys.argv[1:] if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", listed, *LARGE], check=True, capture_output=True, text=True)
    return run.stdout.strip()


def test_public_pages_wait_for_none_of_the_large_libraries():
    views = ", ".join(f"webapp.engagement.{each}" for each in PUBLIC)
    assert loaded_by(f"import {views}") == "[]"


def test_the_range_in_a_line_of_shares_needs_no_solver_and_no_scipy():
    drawn = "from webapp.engagement.statistics import wilson; wilson(30, 100)"
    assert loaded_by(drawn) == "['numpy']"
