"""Whom a line of a timeline or of the queue names: officers by name, everybody else by what they are."""

import uuid
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_session, session_secret
from webapp.accounts.content_keys import opened
from webapp.audit.actors import Actor, ActorKind
from webapp.sealing.boxes import PrivateKey


class Names:
    """Names for a page, asked of the database once."""

    def __init__(self, names: Mapping[uuid.UUID, str]) -> None:
        """Name officers as in `names`."""
        self._names = names

    @classmethod
    def of(cls, *, officers: Iterable[uuid.UUID | None] = (), actors: Iterable[str] = ()) -> "Names":
        """The names of officers and of those whom the audit names."""
        ids = {officer_id for officer_id in officers if officer_id is not None}
        ids |= {found for actor in actors if (found := Actor.parse(actor).officer_id) is not None}
        return cls(accounts.names_of(sorted(ids)) if ids else {})

    def officer(self, officer_id: uuid.UUID | None) -> str:
        """An officer's name; empty for nobody."""
        if officer_id is None:
            return ""
        return self._names.get(officer_id) or str(_("A former officer"))

    def actor(self, actor: str) -> str:
        """Who did something."""
        who = Actor.parse(actor)
        if who.kind is ActorKind.OFFICER:
            return self.officer(who.officer_id)
        if who.kind is ActorKind.COMMAND:
            return str(_("A command on the server (%(user)s)", user=who.key))
        return str(_("The site itself") if who.kind is ActorKind.SYSTEM else _("Somebody of the public"))


def own_key() -> PrivateKey | None:
    """The officer's own content key, where the installation gives each one; None where a file opens everything."""
    session = current_session()
    return None if session is None else opened(session_secret(), session.wrapped_key)
