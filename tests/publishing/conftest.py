"""Made-up publications, made through the services."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from webapp.audit.actors import SYSTEM
from webapp.publishing import services
from webapp.publishing.importing import import_text

TEXT = """# Safe streets report

## Background

1. The board met four times in the year and heard from residents each time.
2. Two streets were lit anew after people who live there had asked for it.

## Figures

Street\tLamps
High Street\t12
Quay Road\t=7

## What comes next

3. The board will look at Quay Road again before the end of the winter months.
4. It will tell the council in the spring what the new lamps have changed there.
5. The next report is due in a year and will be published on this site.
6. Residents can tell the board what they think of it at each open meeting.
"""

Publish = Callable[..., str]


@pytest.fixture
def publish(app_context, now) -> Publish:
    """Publish a made-up document; every part can be named."""

    def run(
        slug: str = "safe-streets",
        *,
        text: str = TEXT,
        kind: str = "annual_report",
        day: dt.date | None = dt.date(2026, 3, 9),
        language: str = "en",
        title: str | None = None,
        publish_now: bool = True,
        publisher: str | None = None,
        priorities: Sequence[str] = (),
    ) -> str:
        document = import_text(text, name=f"{slug}.txt", title=title)
        services.import_version(
            services.NewVersion(
                slug=slug,
                kind=kind,
                renditions=[services.NewRendition(language=language, document=document, summary="A made-up report.")],
                source_name=f"{slug}.txt",
                source=text.encode(),
                made_by="test",
                made_at=now,
                publisher=publisher,
                priorities=priorities,
                document_date=day,
                files=[services.NewFile(name=f"{slug}.txt", media_type="text/plain", content=text.encode())],
            ),
            publish_now=publish_now,
            by=SYSTEM,
        )
        return slug

    return run
