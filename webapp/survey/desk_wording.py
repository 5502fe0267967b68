"""The words of the desk for the codes of the survey, and what officers do when a safeguarding rule fires."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _l

from webapp.survey.codes import (
    Channel,
    ContactState,
    ExcludedBecause,
    FloodReason,
    FloodState,
    Moderation,
    ResponseState,
)
from webapp.survey.desk_codes import (
    ContactOutcome,
    Fault,
    FlagOutcome,
    HowTold,
    PassedOutcome,
    Tag,
    TakenOut,
    WhyFlood,
    WhyOriginal,
)

STATES: Mapping[ResponseState, LazyString] = {
    ResponseState.COUNTED: _l("Counted"),
    ResponseState.HELD: _l("Held"),
    ResponseState.EXCLUDED: _l("Taken out of the counts"),
}
CHANNELS: Mapping[Channel, LazyString] = {
    Channel.WEB: _l("Website"),
    Channel.PAPER: _l("Paper form"),
    Channel.DESK: _l("Entered by an officer"),
}
MODERATION: Mapping[Moderation, LazyString] = {
    Moderation.WAITING: _l("To read"),
    Moderation.READ: _l("Read"),
    Moderation.NOTHING_TO_READ: _l("No words"),
}
EXCLUDED_BECAUSE: Mapping[ExcludedBecause, LazyString] = {
    ExcludedBecause.SPAM: _l("A program sent it"),
    ExcludedBecause.TWICE: _l("The same person sent it more than once"),
    ExcludedBecause.TEST: _l("It was a test"),
    ExcludedBecause.ELSEWHERE: _l("It is about a place outside our area"),
    ExcludedBecause.NOT_SERIOUS: _l("It is not meant seriously"),
}
FLOOD_REASONS: Mapping[FloodReason, LazyString] = {
    FloodReason.MANY: _l("Many came from one part of the net in a short time"),
    FloodReason.DOUBTFUL: _l("They look as if a program had filled them in"),
    FloodReason.FULL: _l("More words waited than anybody could read"),
}
FLOOD_STATES: Mapping[FloodState, LazyString] = {
    FloodState.HELD: _l("Held: to decide"),
    FloodState.RELEASED: _l("Let into the counts"),
    FloodState.EXCLUDED: _l("Kept out of the counts"),
}
WHY_FLOOD: Mapping[WhyFlood, LazyString] = {
    WhyFlood.REAL: _l("They read like answers of real people"),
    WhyFlood.ONE_PLACE: _l("A class, a library or an event sent them from one place"),
    WhyFlood.PROGRAM: _l("A program sent them"),
    WhyFlood.SAME: _l("One person sent the same again and again"),
    WhyFlood.CAMPAIGN: _l("Somebody asked many people to send the same"),
    WhyFlood.UNSURE: _l("I am not sure, and this does less harm"),
}
CONTACT_STATES: Mapping[ContactState, LazyString] = {
    ContactState.OPEN: _l("Open"),
    ContactState.ANSWERED: _l("Answered"),
    ContactState.CLOSED: _l("Closed"),
}
CONTACT_OUTCOMES: Mapping[ContactOutcome, LazyString] = {
    ContactOutcome.ANSWERED: _l("Answered"),
    ContactOutcome.NOT_REACHED: _l("Tried, and could not reach them"),
    ContactOutcome.NOT_SAFE: _l("There is no safe way to reach them"),
    ContactOutcome.NOT_WANTED: _l("They no longer want to hear from us"),
    ContactOutcome.NOT_REAL: _l("Not a real request: advertising or a program"),
}
HOW_TOLD: Mapping[HowTold, LazyString] = {
    HowTold.EMAIL: _l("By e-mail, from here"),
    HowTold.TELEPHONE: _l("By telephone"),
    HowTold.OTHERWISE: _l("In another way"),
}
TAKEN_OUT: Mapping[TakenOut, LazyString] = {
    TakenOut.PERSONAL: _l("It tells who wrote it, or how to reach them"),
    TakenOut.THIRD_PARTY: _l("It tells who somebody else is"),
    TakenOut.ACCUSATION: _l("It accuses somebody who can be recognised"),
    TakenOut.ABUSIVE: _l("It is abusive or hateful"),
    TakenOut.OTHER: _l("Another reason"),
}
WHY_ORIGINAL: Mapping[WhyOriginal, LazyString] = {
    WhyOriginal.SAFEGUARDING: _l("Somebody may be in danger"),
    WhyOriginal.UNCLEAR: _l("I cannot understand it with marks in it"),
    WhyOriginal.WRONG_MARK: _l("Something seems to be marked by mistake"),
    WhyOriginal.AGENCY: _l("An agency needs the exact place to act"),
    WhyOriginal.REQUEST: _l("Somebody asks for a copy of what they sent"),
    WhyOriginal.CHECK: _l("I check the work of a colleague"),
}
FLAG_OUTCOMES: Mapping[FlagOutcome, LazyString] = {
    FlagOutcome.REFERRED: _l("Referred to social care or another service"),
    FlagOutcome.POLICE: _l("Told the police"),
    FlagOutcome.SPOKE: _l("Spoke with the person, and agreed what happens next"),
    FlagOutcome.KNOWN: _l("Known already, and somebody is dealing with it"),
    FlagOutcome.NOBODY_TO_REACH: _l("There is a risk, but no way to reach or find anybody"),
    FlagOutcome.NO_RISK: _l("Read, and there is no risk to anybody"),
}
PASSED_OUTCOMES: Mapping[PassedOutcome, LazyString] = {
    PassedOutcome.ACTING: _l("We are doing something about it"),
    PassedOutcome.KNOWN: _l("We know of it already"),
    PassedOutcome.NOT_OURS: _l("It is not for us: somebody else deals with it"),
    PassedOutcome.NOTHING: _l("We can do nothing with what it says"),
    PassedOutcome.TAKEN_BACK: _l("Asked for back"),
}
TAGS: Mapping[Tag, LazyString] = {
    Tag.LIGHTING: _l("Lighting"),
    Tag.PARK: _l("Parks, beach and open spaces"),
    Tag.SHOPS: _l("Shops and town centres"),
    Tag.TRANSPORT: _l("Buses, stations and car parks"),
    Tag.SCHOOL: _l("Schools and the way there"),
    Tag.HOUSING: _l("Homes and landlords"),
    Tag.NIGHT_TIME: _l("Going out at night"),
    Tag.YOUNG_PEOPLE: _l("Young people"),
    Tag.OLDER_PEOPLE: _l("Older people"),
    Tag.WOMEN: _l("Safety of women and girls"),
    Tag.HATE: _l("Hate"),
    Tag.EXPLOITATION: _l("Exploitation, also cuckooing"),
    Tag.MENTAL_HEALTH: _l("Mental health"),
    Tag.ROUGH_SLEEPING: _l("People without a home"),
    Tag.SPEEDING: _l("Speeding and noise of vehicles"),
    Tag.WEAPONS: _l("Knives and other weapons"),
    Tag.REPORTING: _l("How hard it is to report"),
    Tag.PRAISE: _l("Praise, or something that works"),
}
# What a part of the words seems to be; the codes are those of webapp/redaction and of marking.py.
SPAN_KINDS: Mapping[str, LazyString] = {
    "phone": _l("Telephone number"),
    "email": _l("E-mail address"),
    "postcode": _l("Postcode"),
    "plate": _l("Number plate"),
    "address": _l("Address"),
    "name": _l("Name"),
    "other": _l("Taken out by an officer"),
}
REPLY_NAMES: Mapping[str, LazyString] = {
    "thanks": _l("Thank you, and what happens with it"),
    "passed_on": _l("We told the organisation that deals with it"),
    "may_we_call": _l("We would like to talk with you"),
    "report_it": _l("This may be a crime: how to report it"),
    "case_review": _l("You may ask for a case review"),
    "support": _l("Help for people who live with this"),
    "done": _l("What was done"),
}
# By the codes of webapp/redaction/watch.py: a rule may know more of them than the survey tells apart.
REASONS: Mapping[str, LazyString] = {
    "child": _l("A child may be at risk"),
    "abuse": _l("Abuse at home or in a relationship"),
    "sexual": _l("Sexual violence"),
    "stalking": _l("Stalking"),
    "adult_at_risk": _l("An adult who needs care may be at risk"),
    "self_harm": _l("Self-harm or suicide"),
    "weapon": _l("A weapon"),
    "fear_of_death": _l("Fear of being killed or badly hurt"),
    "exploitation": _l("Somebody may be exploited"),
    "forced_marriage": _l("A forced marriage"),
    "fire": _l("Fire or the threat of it"),
}
# What to do; the partnership's own procedure goes before it (docs/survey.md).
PROCEDURES: Mapping[str, LazyString] = {
    "child": _l(
        "If a child is in danger now, call 999. Otherwise refer it to children's social care today, also when you are "
        "not sure: they decide what it is. Do not ask the family first where that could put the child in danger."
    ),
    "abuse": _l(
        "If somebody is in danger now, call 999. Do not answer by e-mail, telephone or post, whatever contact was "
        "left, before you have read what they say is safe. Ask the domestic abuse lead today how to go on."
    ),
    "sexual": _l(
        "If somebody is in danger now, call 999. Tell nobody at the address. Where a safe contact was left, say that "
        "the sexual assault referral centre helps also without the police. A child: refer to social care today."
    ),
    "stalking": _l(
        "Take it seriously, also when each thing alone seems small. If somebody is in danger now, call 999. Otherwise "
        "tell the police today, and give the number of the stalking helpline to whoever left a safe contact."
    ),
    "adult_at_risk": _l(
        "If somebody is in danger now, call 999. Otherwise refer it to adult safeguarding today. Ask the adult first "
        "what they want, where that is safe and they can be reached."
    ),
    "forced_marriage": _l(
        "Tell nobody in the family or the community, and do not write or call before you have read what is safe. Call "
        "the Forced Marriage Unit today, or 999 if somebody is about to be taken away."
    ),
    "self_harm": _l(
        "If a life is in danger now, call 999 and give the place if you know it. Otherwise, where somebody left a safe"
        " contact, ring today, listen, and give the numbers for help. Tell the lead for adult safeguarding."
    ),
    "weapon": _l(
        "If it happens now, call 999. Otherwise tell the police today where and when, by the partnership's own way to "
        "them. Leave out who told us unless a life is at stake."
    ),
    "fear_of_death": _l(
        "Treat it as true. If it could happen soon, call 999 now and give the place if you know it. Otherwise ask the "
        "police the same day to look at the risk, and write down who you spoke to."
    ),
    "exploitation": _l(
        "If somebody is in danger now, call 999. A child: refer to children's social care today. An adult: adult "
        "safeguarding, and the first responder for modern slavery where it may be that. Do not warn anybody at the "
        "address."
    ),
    "fire": _l(
        "If something burns or is about to, call 999. Otherwise tell the fire service today: they visit people who "
        "were threatened with fire, and can make the letter box safe."
    ),
}
FAULTS: Mapping[Fault, LazyString] = {
    Fault.NOTHING_TO_READ: _l("There are no words in this answer."),
    Fault.NOT_READ: _l("Somebody has to read the words first and say what may be shown."),
    Fault.NO_REASON: _l("Say why something is taken out."),
    Fault.GONE: _l("The words are gone: their time to be kept was over."),
    Fault.CLOSED: _l("A colleague was faster: this is closed."),
    Fault.NO_ADDRESS: _l("They gave no e-mail address: tell them in another way, and note it here."),
    Fault.PASSED: _l("This is with an agency already. Ask for it back before you pass it to another."),
    Fault.NOT_PASSED: _l("This is not with an agency any more."),
    Fault.EXCLUDED: _l("A colleague took this answer out of the counts in the meantime."),
    Fault.DECIDED: _l("A colleague has decided about these answers in the meantime."),
}


def month_name(month: str) -> str:
    """A stored month in words: November 2026; what is no month as it is."""
    try:
        day = dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return str(format_date(day, "MMMM yyyy"))
