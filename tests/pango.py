"""Papers need Pango: where it is missing the tests of them are left out, and under CI nothing may be."""

import os

import pytest

from webapp.documents.services import why_not

MISSING = why_not()
if MISSING and os.environ.get("CI") == "true":
    raise RuntimeError(MISSING)
needs_pango = pytest.mark.skipif(bool(MISSING), reason=MISSING)
