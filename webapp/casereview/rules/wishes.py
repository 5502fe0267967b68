"""When somebody may be let into a person's page anew, or have it changed how a person is reached; pure.

Whoever asks may be somebody else, and an abuser often knows name, birthday and telephone. So a wish is written down
with how they showed who they are; it waits a day where that is doubtful, in which the ways that were safe before are
told, and it runs out. One rule for first words, for new words, and for a safe contact that an officer writes down.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.standings import Event
from webapp.casereview.rules.tracker_codes import Asked, Proof, Trouble, Wanted

# "A day's delay if asked through another channel" (issue 7).
DELAY = dt.timedelta(days=1)
# A wish that was proved in March is no reason to let somebody in in June.
LASTS = dt.timedelta(days=7)
# The names under which a note keeps whom it is about and what was done.
NOTE_OF, PERSON = "person_note", "person"
ASKED, GIVEN, REFUSED = "words_asked", "words_given", "wish_refused"
CONTACT_ASKED, CONTACT_CHANGED = "contact_asked", "contact_changed"
REPLACED = "words_replaced"
_ASKS = {ASKED: Wanted.WORDS, CONTACT_ASKED: Wanted.CONTACT}
ASK_NOTES = {wanted: note for note, wanted in _ASKS.items()}
# What uses a wish up. Whoever replaces the words themself has them; who says "this was not me" ends every wish.
_ENDS = {
    GIVEN: frozenset({Wanted.WORDS}),
    REPLACED: frozenset({Wanted.WORDS}),
    CONTACT_CHANGED: frozenset({Wanted.CONTACT}),
    REFUSED: frozenset(Wanted),
}
# By these five words can be told or handed over: never in a mail or a text message, which stay.
HANDED_BY = (ContactWay.TELEPHONE, ContactWay.POST, ContactWay.SUPPORTER)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """That somebody asked for new words or another contact, how, and how they showed who they are."""

    wanted: Wanted = Wanted.WORDS
    asked: Asked
    asked_on: dt.date
    proof: Proof

    def lasts(self, today: dt.date) -> bool:
        """Whether it can still be fulfilled."""
        return self.asked_on <= today <= self.asked_on + LASTS

    def needs_delay(self, *, has_code_word: bool) -> bool:
        """Whether it waits a day: asked by another way, or without the best proof that this person has."""
        best = Proof.CODE_WORD if has_code_word else Proof.IDENTITY
        return self.asked is not Asked.SAFE_WAY or self.shown(has_code_word=has_code_word) is not best

    def shown(self, *, has_code_word: bool) -> Proof:
        """What was shown; nobody knows a code word that was never agreed."""
        return Proof.NONE if self.proof is Proof.CODE_WORD and not has_code_word else self.proof


def trouble_with(wish: Wish | None, *, has_code_word: bool, is_first: bool, today: dt.date) -> Trouble | None:
    """Why a wish may not be fulfilled now.

    Without the code word or another proof never, where there is a code word, where it was asked by another way than a
    safe one, or where it is the first time (`is_first`: the person had no words, or no safe contact): for whoever
    wanted no page online the first words are as dangerous as new ones. Else at once only with the best proof, by a safe
    way or face to face.
    """
    if wish is None or not wish.lasts(today):
        return Trouble.NOT_ASKED
    if wish.shown(has_code_word=has_code_word) is Proof.NONE:
        if has_code_word:
            return Trouble.NO_CODE_WORD
        if is_first or wish.asked is Asked.OTHER_WAY:
            return Trouble.NOT_PROVED
    is_early = wish.needs_delay(has_code_word=has_code_word) and today < wish.asked_on + DELAY
    return Trouble.NOT_YET if is_early else None


def wishes_of(events: Iterable[Event]) -> dict[str, dict[Wanted, Wish]]:
    """What each person of a case asked for and was not given yet; by the hex of their id."""
    found: dict[str, dict[Wanted, Wish]] = {}
    for event in events:
        done = event.codes.get(NOTE_OF, "")
        if event.kind is not EventKind.NOTE or not done:
            continue
        theirs = found.setdefault(event.codes.get(PERSON, ""), {})
        for wanted in _ENDS.get(done, ()):
            theirs.pop(wanted, None)
        if done in _ASKS:
            theirs[_ASKS[done]] = _wish(_ASKS[done], event)
    return found


def only_takes_away(before: SafeContact, new: SafeContact) -> bool:
    """Whether a change makes a contact only narrower: fewer ways, nothing told anew.

    "Do not call me any more" is done at once, whoever says it: a day's wait could put somebody in danger.
    """
    kept = {name: getattr(before, name) for name in ("email", "telephone", "post", "supporter") if getattr(new, name)}
    same = all(getattr(new, name) == value for name, value in kept.items())
    others = ("code_word", "interpreter", "adjustments", "language", "times")
    is_same_else = all(getattr(before, name) == getattr(new, name) for name in others)
    is_quieter = new.no_message or not before.no_message
    return same and is_same_else and is_quieter and set(new.ways) <= set(before.ways)


def reached_by(contact: SafeContact) -> tuple[ContactWay, ...]:
    """The ways by which somebody hears from us without opening their page themself."""
    return tuple(way for way in contact.ways if way is not ContactWay.TRACKER)


def handed_by(contact: SafeContact) -> tuple[ContactWay, ...]:
    """The safe ways of this person by which five words may be handed over."""
    return tuple(way for way in HANDED_BY if contact.allows(way))


def told_by_another(contact: SafeContact) -> SafeContact:
    """A contact that somebody else told us: what they said is kept, and none of it is a way that is safe.

    Who applies for another may be the person that the other is afraid of. An officer, or the person, makes it safe.
    """
    return replace(contact, ways=(), named_ways=contact.ways)


def _wish(wanted: Wanted, event: Event) -> Wish:
    asked, proof = Asked(event.codes["way"]), Proof(event.codes["proof"])
    return Wish(wanted=wanted, asked=asked, asked_on=event.happened_on, proof=proof)
