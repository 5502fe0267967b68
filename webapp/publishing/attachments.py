"""Files on a draft: added, put in place of another, removed; scanned where a scanner is set up."""

import uuid

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction
from webapp.kit.virus_scanner import ScannerUnreachableError, is_clean
from webapp.publishing.drafts import changing, note
from webapp.publishing.files import CleanFile, FileRefusedError, clean_file
from webapp.publishing.importing.slugs import unlike
from webapp.publishing.models import Attachment, PublicationVersion
from webapp.publishing.rules import Scan

MOST_FILES = 20


def checked_file(raw: bytes, *, name: str, called: str) -> tuple[CleanFile, Scan]:
    """The cleaned file and whether it was scanned; before any transaction, since both take time.

    Raises FileRefusedError.
    """
    url = current_settings().clamd_url
    state = Scan.NOT_SCANNED
    if url is not None:
        try:
            if not is_clean(raw, url):
                raise FileRefusedError("The virus scanner refuses this file. Do not open it; tell your IT colleagues.")
        except ScannerUnreachableError:
            raise FileRefusedError("The virus scanner does not answer. Try again in a few minutes.") from None
        state = Scan.CLEAN
    return clean_file(raw, name=name, called=called), state


@transaction
def add_file(slug: str, file: CleanFile, *, scan: Scan, by: Actor) -> uuid.UUID:
    """Put a checked file on the draft; a name that is taken gets a number."""
    publication, version = changing(slug, by=by)
    if len(version.attachments) >= MOST_FILES:
        raise FileRefusedError(f"A document has {MOST_FILES} files at most. Remove one first.")
    stem, _, ending = file.name.rpartition(".")
    others = {each.name.rpartition(".")[0] for each in version.attachments}
    row = _row(file, f"{unlike(stem, others)}.{ending}", scan)
    version.attachments.append(row)
    _list_files(version)
    note("file_added", publication, by=by, file=(None, row.name), size=(None, row.size))
    return row.id


@transaction
def replace_file(slug: str, file_id: uuid.UUID, file: CleanFile, *, scan: Scan, by: Actor) -> None:
    """Put a checked file in the place of another; it keeps the other's name where it is of the same type."""
    publication, version = changing(slug, by=by)
    old = _file_of(version, file_id)
    stem, ending = old.name.rpartition(".")[0], file.name.rpartition(".")[2]
    version.attachments.remove(old)
    db.session.flush()
    row = _row(file, f"{stem}.{ending}", scan)
    version.attachments.append(row)
    _list_files(version)
    note("file_removed", publication, by=by, file=(old.name, None))
    note("file_added", publication, by=by, file=(None, row.name), size=(None, row.size))


@transaction
def remove_file(slug: str, file_id: uuid.UUID, *, by: Actor) -> None:
    """Take a file off the draft; what is public keeps its own."""
    publication, version = changing(slug, by=by)
    old = _file_of(version, file_id)
    version.attachments.remove(old)
    _list_files(version)
    note("file_removed", publication, by=by, file=(old.name, None))


def _row(file: CleanFile, name: str, scan: Scan) -> Attachment:
    return Attachment(
        id=uuid.uuid4(),
        name=name,
        media_type=file.media_type,
        size=len(file.content),
        content=file.content,
        scan=scan,
    )


def _file_of(version: PublicationVersion, file_id: uuid.UUID) -> Attachment:
    found = next((each for each in version.attachments if each.id == file_id), None)
    if found is None:
        raise NotFoundError
    return found


def _list_files(version: PublicationVersion) -> None:
    files = sorted(version.attachments, key=lambda each: each.name)
    version.files = [{"name": each.name, "media_type": each.media_type, "size": each.size} for each in files]
    db.session.flush()
