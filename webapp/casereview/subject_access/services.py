"""Making the copy for one person; that it was made is written down first."""

import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record_read
from webapp.casereview.cases import opening, queries
from webapp.casereview.cases.items import CASE
from webapp.casereview.rules.codes import CaseKind
from webapp.casereview.subject_access.gathering import Key, Whose, parts_of
from webapp.casereview.subject_access.marking import Marker
from webapp.casereview.subject_access.records import PersonCopy, is_whole_case
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import PrivateKey
from webapp.sealing.unlocking import keyring


@transaction
def copy_for(person_id: uuid.UUID, *, by: Actor, key: Key = None) -> PersonCopy:
    """The copy for one person (UK GDPR, Article 15). Raises NotFoundError, KeyMissingError."""
    case_id = queries.find_case_of(person_id)
    if case_id is None:
        raise NotFoundError
    row = queries.get_row(case_id, queries.reach_of(by))
    # One look at what the officer was given, however much there is.
    ring: Key = keyring(key) if key is None or isinstance(key, PrivateKey) else key
    everybody = opening.opened_persons(case_id, ring)
    me = next(each for each in everybody if each.listed.id == person_id)
    listed, others = me.listed, [each.person for each in everybody if each.listed.id != person_id]
    is_whole = is_whole_case(listed.role, listed.authority, CaseKind(row.kind))
    whose = Whose(case_id=case_id, id=person_id, role=listed.role, person=me.person, is_whole=is_whole)
    marker = Marker(me.person, others)
    parts = tuple(marker.marked(part) for part in parts_of(whose, ring))
    record_read("case_review.copied", by=by, kind=CASE, key=case_id.hex, reason=listed.role)
    return PersonCopy(reference=row.reference, role=listed.role, person=me.person, is_whole=is_whole, parts=parts)
