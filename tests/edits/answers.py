"""What an officer types into the forms of the editors, as a browser sends it."""

from typing import Any

FREE_SOURCE = {"citation-source": "", "citation-where": "", "citation-words": "A made-up paper, 3 October 2026, page 1"}


def words(name: str, text: str, **others: str) -> dict[str, Any]:
    """A question asked in each language."""
    return {f"{name}-en": text, f"{name}-pl": others.get("pl", ""), f"{name}-ar": others.get("ar", "")}


def day(name: str, iso: str) -> dict[str, Any]:
    """A date in three boxes."""
    year, month, number = iso.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


TOPIC = {
    **words("title", "Made-up worry"),
    **words("in_short", "When something made up happens."),
    **words("markdown", "## Signs\n\nSomething made up.\n\n{routes}\n\n## What happens then\n\nThey look at it."),
    "slug": "made-up-worry",
}
MEETING = {
    **words("body_name", "Made-up board"),
    **words("body_what", "It meets."),
    **day("held_on", "2026-10-03"),
    "precision": "day",
    **words("place", ""),
    **words("about", "What was made up."),
    **FREE_SOURCE,
    "minutes": "",
    "slug": "made-up-meeting",
}
EVENT = {
    **words("title", "Made-up walk"),
    **words("about", "We walk."),
    **day("first_day", "2030-03-31"),
    **{f"last_day-{part}": "" for part in ("day", "month", "year")},
    "starts": "14:30",
    "ends": "4pm",
    "for_people_at_risk": "no",
    **words("place", "The quay"),
    "organiser": "",
    "booking": "https://example.org/book",
    "citation-source": "",
    "citation-where": "",
    "citation-words": "",
    "slug": "made-up-walk",
}
CAMPAIGN = {
    **words("title", "Made-up campaign"),
    **words("in_short", "Look after each other."),
    **words("body", "One paragraph.\n\nAnother one."),
    "starts": "October 2026",
    "ends": "2030",
    "last_word": "3 October 2026",
    "initiative": "",
    **FREE_SOURCE,
    "slug": "made-up-campaign",
}
CONSULTATION = {
    **words("title", "Made-up question"),
    **words("in_short", "What do you think?"),
    **words("body", "A draft."),
    **day("opens", "2026-10-01"),
    **day("closes", "2030-10-01"),
    **words("how", "Write to us."),
    "link": "https://example.org/answer",
    "strategy": "",
    **words("changed", ""),
    **{f"changed_on-{part}": "" for part in ("day", "month", "year")},
    "citation-source": "",
    "citation-where": "",
    "citation-words": "",
    "slug": "made-up-question",
}
GUIDE = {"slug": "en", "title": "Who checks us", "markdown": "## Who\n\nPeople made up for this test."}
ALERT = {
    "rank": "warning",
    **words("words", "Made-up storm tonight.\nStay away from the quay.", pl="Burza."),
    "link": "/help-now",
    **words("link_words", "Get help now"),
    "towns": ["poole"],
    "pages": ["everywhere"],
    **day("first_day", "2026-11-01"),
    "starts": "9am",
    **day("last_day", "2030-11-30"),
    "ends": "17:00",
}
SURVEY = {
    **words("title", "Made-up survey"),
    **words("intro", "Tell us what is made up."),
    **words("closing", "Thank you."),
    **day("opens_on", "2026-10-01"),
    **day("closes_on", "2030-10-01"),
    **words("next_step", "We look at it."),
    **day("results_by", "2031-01-01"),
    "questions": ["trend"],
    "kinds": ["noise"],
    "slug": "made-up-survey",
}
# Of each editor: its name, what a new one needs, and where the public reads it and in which words.
EVERY = {
    "topics": (TOPIC, "/topics/made-up-worry", "Made-up worry"),
    "meetings": (MEETING, "/meetings/made-up-meeting", "Made-up board"),
    "scrutiny": (GUIDE, "/meetings", "Who checks us"),
    "events": (EVENT, "/events/made-up-walk", "Made-up walk"),
    "campaigns": (CAMPAIGN, "/campaigns/made-up-campaign", "Made-up campaign"),
    "consultations": (CONSULTATION, "/consultations/made-up-question", "Made-up question"),
    "surveys": (SURVEY, "/asb-survey/results/made-up-survey", "Made-up survey"),
    "alerts": (ALERT, "/", "Made-up storm tonight."),
}
