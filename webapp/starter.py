"""Loads a partnership's starter content through the slices' services; running it again changes nothing."""

import datetime as dt
import hashlib

from webapp.audit.actors import SYSTEM
from webapp.audit.services import record
from webapp.casereview.letters.texts import load_letter_texts
from webapp.figures.services import load_figures
from webapp.kit.transaction import transaction
from webapp.meetings.services import load_events, load_meetings
from webapp.partnership.content import StarterPublication, read_starter_publications, with_sources
from webapp.partnership.current import current_partnership
from webapp.partnership.events import read_events
from webapp.partnership.figures import read_figures
from webapp.partnership.letters import read_letters
from webapp.partnership.meetings import read_guides, read_meetings
from webapp.partnership.strategy.reading import read_strategy
from webapp.partnership.surveys import read_surveys
from webapp.partnership.topics import read_topics
from webapp.places.services import load_places
from webapp.publishing import queries, services
from webapp.publishing.importing import as_written
from webapp.site.indexing import index_pages
from webapp.strategy.services import load_strategy
from webapp.survey.edition_services import load_surveys
from webapp.topics.services import load_topics
from webapp.venues.sample import load_samples

MADE_BY = "starter"


@transaction
def load_starter(*, at: dt.datetime) -> int:
    """Publish each starter text, and figure, and each row of the strategy that is new or has changed; returns how many.

    What somebody has worked on since is left alone. All of it is one transaction: a start that is cut off leaves
    nothing half-loaded, and there is one commit to wait for.
    """
    partnership = current_partnership()
    changed = 0
    for publication in read_starter_publications(partnership):
        source = _fingerprint(publication)
        known = queries.find_current_source(publication.slug)
        if known is not None and (known[0] != MADE_BY or known[1] == hashlib.sha256(source).hexdigest()):
            continue
        services.import_version(_version(publication, source, at), publish_now=True, by=SYSTEM)
        changed += 1
    changed += load_figures(read_figures(partnership), at=at)
    changed += load_topics(read_topics(partnership), at=at)
    changed += load_meetings(read_meetings(partnership), read_guides(partnership), at=at)
    changed += load_events(read_events(partnership), at=at)
    changed += load_strategy(read_strategy(partnership), at=at)
    changed += load_surveys(read_surveys(partnership), at=at)
    changed += load_letter_texts(read_letters(partnership), at=at)
    if changed:
        record("starter.loaded", by=SYSTEM, kind="starter", key="all", changes={"rows": (None, changed)}, at=at)
    return changed


def load_site(*, at: dt.datetime) -> int:
    """Load the starter content, the postcodes and on a site that is tried out the example places; index the pages.

    Transactions of their own: a page is drawn from what is committed.
    """
    return load_starter(at=at) + load_places(at=at) + load_samples(at=at) + index_pages()


def _fingerprint(publication: StarterPublication) -> bytes:
    parts = [f"{code}\n{text.title}\n{text.summary}\n{text.markdown}" for code, text in publication.renditions.items()]
    parts += [f"{code}\n{text!r}" for code, text in publication.easy_reads.items()]
    parts += publication.priorities
    return f"{publication.kind}\n{publication.date}\n{publication.review_by}\n".encode() + "\f".join(parts).encode()


def _version(publication: StarterPublication, source: bytes, at: dt.datetime) -> services.NewVersion:
    partnership = current_partnership()
    first = partnership.languages[0].code
    renditions = [
        services.NewRendition(
            language=code,
            document=as_written(with_sources(partnership, text.markdown, code), title=text.title),
            summary=text.summary,
            awaiting_native_reader=code != first,
            link_prefix="" if code == first else f"/{code}",
        )
        for code, text in publication.renditions.items()
    ]
    easy_reads = [
        services.NewEasyRead(
            language=code,
            title=text.title,
            summary=text.summary,
            rows=text.rows,
            is_behind=text.made_on < publication.date,
            awaiting_native_reader=code != first,
        )
        for code, text in publication.easy_reads.items()
    ]
    return services.NewVersion(
        slug=publication.slug,
        kind=publication.kind,
        renditions=renditions,
        easy_reads=easy_reads,
        source_name=f"{publication.slug}.md",
        source=source,
        made_by=MADE_BY,
        made_at=at,
        document_date=publication.date,
        review_by=publication.review_by,
        sensitive=publication.sensitive,
        helplines=publication.helplines,
        priorities=publication.priorities,
    )
