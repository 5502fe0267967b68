"""What officers read about the people of a case and their five words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.codes import Authority, PersonRole, Shows
from webapp.casereview.rules.tracker_codes import Asked, Confirmed, HandedOver, Proof, Trouble, Wanted
from webapp.casereview.rules.wishes import ASK_NOTES, CONTACT_CHANGED, GIVEN, REFUSED, REPLACED
from webapp.work.wording import register_acts

SHOWS: Mapping[Shows, LazyString] = {
    Shows.RECEIPT: _l("That it came in, and the promised days"),
    Shows.STAGES: _l("Also where it stands, the next step and who leads"),
    Shows.FULL: _l("Also messages and letters to them"),
}
GIVEN_AUTHORITIES: Mapping[Authority, LazyString] = {
    Authority.GIVEN: _l("The person affected agrees"),
    Authority.PARENT: _l("They have parental responsibility, and that was checked"),
    Authority.CANNOT_BE_GIVEN: _l("The person affected cannot decide this, and it is in their interest"),
}
CONFIRMED: Mapping[Confirmed, LazyString] = {
    Confirmed.AGENCY_RECORD: _l("By a number or address from an agency's own records"),
    Confirmed.VISIT: _l("At a visit to the person"),
    Confirmed.IN_PERSON: _l("The person came to us"),
    Confirmed.OWN_WORDS: _l("On the person's own page of this case"),
    Confirmed.COURT_PAPER: _l("By a court's paper or another official one"),
}
ASKED: Mapping[Asked, LazyString] = {
    Asked.SAFE_WAY: _l("By a way that they had called safe, face to face, or we called them by a safe way"),
    Asked.OTHER_WAY: _l("By another way"),
}
PROOFS: Mapping[Proof, LazyString] = {
    Proof.CODE_WORD: _l("They said the code word, and it was right"),
    Proof.IDENTITY: _l("We checked who they are in another way: face to face, or by an agency's own record"),
    Proof.NONE: _l("Not at all, or they have no code word"),
}
HANDED_OVER: Mapping[HandedOver, LazyString] = {
    HandedOver.IN_PERSON: _l("Face to face"),
    HandedOver.CHECKED: _l("By the agency's own record by which we checked who they are"),
}
ADDED_ROLES: Mapping[PersonRole, LazyString] = {
    PersonRole.REPRESENTATIVE: _l("Somebody who supports the person affected or speaks for them"),
    PersonRole.AFFECTED: _l("The person affected"),
    PersonRole.MEMBER: _l("One more of the group"),
}
ADDED_AUTHORITIES: Mapping[Authority, LazyString] = {
    Authority.OWN: _l("No, it happens to them"),
    Authority.NOT_YET: _l("Yes, and the person affected has not been asked yet"),
    Authority.GIVEN: _l("Yes, it is said that the person affected agrees"),
    Authority.PARENT: _l("Yes, as a parent of a child"),
    Authority.CANNOT_BE_GIVEN: _l("Yes, the person affected cannot decide this"),
}
# What a note of the case's course says that became of somebody's part; codes of rules/wishes.py and of the services.
NOTES: Mapping[str, LazyString] = {
    ASK_NOTES[Wanted.WORDS]: _l("Asked for words"),
    ASK_NOTES[Wanted.CONTACT]: _l("Asked to be reached in another way"),
    GIVEN: _l("Words were given"),
    REPLACED: _l("The person replaced their words on their own page"),
    CONTACT_CHANGED: _l("How they are reached was changed"),
    REFUSED: _l("It was not them who asked"),
    "confirmed": _l("It was confirmed that they may act"),
    "ended": _l("Their part was ended"),
    "added": _l("They were added to the case"),
}
TOLD: Mapping[str, LazyString] = {
    "yes": _l("Yes, by email"),
    "no": _l("No: ask them by a safe way if it was them"),
}
TROUBLES: Mapping[Trouble, LazyString] = {
    Trouble.NO_PHRASE: _l("This person has no words, so they could not read it. Use another way that is safe."),
    Trouble.NOT_SHOWN: _l("Their page does not show messages yet. Use another way that is safe."),
    Trouble.ENDED: _l("Their part has ended."),
    Trouble.NOT_YET: _l("They asked by another way than a safe one, or without the code word: wait until tomorrow."),
    Trouble.NO_CODE_WORD: _l("They have a code word and did not say it. Check who they are in another way first."),
    Trouble.NOT_PROVED: _l(
        "Nobody has shown yet who asks. Meet them, or speak with them by an agency's own record, and write that down."
    ),
    Trouble.NOT_ASKED: _l("Write down first that they asked for words, and how. A wish lasts for seven days."),
    Trouble.NOT_SAFE: _l("This person did not call this way safe."),
    Trouble.HAS_AFFECTED: _l("There is a person affected already. End that part first, or add a supporter."),
    Trouble.OWN_CASE: _l("It is this person's own case: nobody has to agree, and they take it back themselves."),
}
register_acts(
    {
        "case_message.sent": _l("A message was sent"),
        "case_message.read": _l("Read a message"),
        "case_person.contact_changed": _l("Changed how somebody is reached"),
        "case_person.allowed": _l("The person affected changed what somebody sees"),
        "case_person.ended": _l("Ended somebody's part"),
        "case_person.confirmed": _l("Confirmed that somebody may act"),
        "case_person.words_asked": _l("Somebody asked for new words"),
        "case_person.contact_asked": _l("Somebody asked to be reached in another way"),
        "case_person.wish_refused": _l("The person said that it was not them who asked"),
        "case_person.opened": _l("Five words opened somebody's page"),
        "case_person.added": _l("Added somebody to the case"),
        "case_person.words_given": _l("Gave somebody new words"),
        "case_person.words_replaced": _l("Somebody replaced their words"),
    }
)
