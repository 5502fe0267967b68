"""A letter put together: the partnership's fixed words, what the case gives, and what the officer wrote."""

import datetime as dt
from dataclasses import replace

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.casereview.cases.opening import OpenedPerson
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.letters.facts import WRITTEN_DAY, meeting_day, values_in
from webapp.casereview.letters.records import Cover, Own, Written
from webapp.casereview.letters.texts import text_of_kind
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.letters import (
    NEEDS_WORDS,
    LetterFault,
    Tongue,
    filled,
    is_half_translated,
    missing_from,
    paragraphs,
    tongue_of,
)
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.letters import LetterKind, LetterText
from webapp.partnership.text import Text


class LetterRefusedError(Exception):
    """Something that cannot be done with a letter; `missing` names what the case has not given yet."""

    def __init__(self, fault: LetterFault, missing: tuple[str, ...] = ()) -> None:
        """Say why."""
        super().__init__(fault.value)
        self.fault = fault
        self.missing = missing


def compose(
    opened: OpenedCase, person: OpenedPerson, kind: LetterKind, own: Own, *, discreet: bool, today: dt.date
) -> Written:
    """The letter as it would go out today, with what is missing left between its brackets.

    Raises LetterRefusedError where the partnership has no words for this kind.
    """
    text = text_of_kind(kind)
    if text is None:
        raise LetterRefusedError(LetterFault.NO_TEXT)
    tongue = _tongue(text, person, own)
    values = values_in(tongue.language, opened, today=today)

    def said(part: Text | None) -> tuple[str, ...]:
        return paragraphs(filled(part.in_language(tongue.language).text, values)) if part else ()

    words = own.words if tongue.language == default_language() else own.translated
    contact = person.person.contact
    meeting = meeting_day(opened) if kind is LetterKind.INVITATION else None
    return Written(
        language=tongue.language,
        title=filled(text.title.in_language(tongue.language).text, values),
        name=person.person.name,
        address=contact.post if contact.allows(ContactWay.POST) else "",
        greeting=_greeting(person.person.name, tongue.language),
        written_on=_day(today, tongue.language),
        reference=opened.listed.reference,
        before=said(text.before),
        own=paragraphs(words),
        after=said(text.after),
        signed_by=values.get("officer", ""),
        discreet=discreet,
        reach=_reach(person, tongue.language),
        cover=_cover(person.person.contact.language, opened, today) if tongue.is_covered else None,
        meeting_on=meeting.isoformat() if meeting else "",
        begins=own.begins if meeting else "",
    )


def finished(
    opened: OpenedCase, person: OpenedPerson, kind: LetterKind, own: Own, *, discreet: bool, today: dt.date
) -> Written:
    """The letter as it goes out. Raises LetterRefusedError while something of it is missing."""
    if is_half_translated(own.translated, own.translator):
        raise LetterRefusedError(LetterFault.HALF_TRANSLATED)
    if kind in NEEDS_WORDS and not own.words.strip():
        raise LetterRefusedError(LetterFault.NO_WORDS)
    written = compose(opened, person, kind, own, discreet=discreet, today=today)
    fixed = "\n".join((written.title, *written.before, *written.after, *(written.cover or NO_COVER).paragraphs))
    if missing := missing_from(fixed):
        raise LetterRefusedError(LetterFault.MISSING, missing)
    return written


def without_address(written: Written) -> Written:
    """The letter for a page or a file: where somebody lives stands on paper only."""
    return replace(written, address="")


NO_COVER = Cover(language="", paragraphs=())


def _tongue(text: LetterText, person: OpenedPerson, own: Own) -> Tongue:
    wanted, first = person.person.contact.language, default_language()
    return tongue_of(
        wanted,
        first=first,
        is_checked=text.is_checked_in(wanted, first),
        own=own.words,
        translated=own.translated,
        translator=own.translator,
    )


def _cover(language: str, opened: OpenedCase, today: dt.date) -> Cover | None:
    """The covering words, in the person's language if they were approved: an interpreter is offered either way."""
    text, first = text_of_kind(LetterKind.COVER), default_language()
    if text is None:
        return None
    spoken = language if text.is_checked_in(language, first) else first
    values = values_in(spoken, opened, today=today)
    words = paragraphs(filled(text.before.in_language(spoken).text, values))
    return Cover(language=spoken, paragraphs=words, wanted=language)


def _reach(person: OpenedPerson, language: str) -> tuple[str, ...]:
    """How to answer the letter: the partnership's telephone and e-mail where they are known, and the person's own page.

    A letter that names a contact and no way to reach them leaves everybody without a page without an answer.
    """
    contact, said = current_partnership().profile.contact, list[str]()
    with in_language(language):
        if contact.telephone.value:
            said.append(_("Telephone: %(number)s", number=contact.telephone.value))
        if contact.email.value:
            said.append(_("Email: %(address)s", address=contact.email.value))
        if person.listed.has_phrase:
            said.append(_("You can write to us on your own page, with your five words."))
    return tuple(said)


def _greeting(name: str, language: str) -> str:
    with in_language(language):
        return str(_("Dear %(name)s", name=name)) if name else ""


def _day(day: dt.date, language: str) -> str:
    with in_language(language):
        return str(format_date(day, WRITTEN_DAY))
