"""Reads initiatives.toml, campaigns.toml and consultations.toml: what is done, said and asked."""

from collections.abc import Callable

from webapp.partnership.agencies import read_website
from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.strategy.dates import PartDate, read_part_date, read_part_date_or_none, read_span
from webapp.partnership.strategy.model import Campaign, Consultation, Initiative, InitiativeStage
from webapp.partnership.strategy.register import read_notes


def read_initiatives(entry: Entry) -> tuple[Initiative, ...]:
    """The whole of initiatives.toml: `source`, `priorities` and `last_word` hold for every entry of the file."""
    source, priority_set = entry.code("source"), entry.code("priority_set")
    last_word = read_part_date(entry, "last_word")
    return entry.each("initiative", _initiative_reader(source, priority_set, last_word))


def _initiative_reader(source: str, priority_set: str, last_word: PartDate) -> Callable[[Entry], Initiative]:
    def read(entry: Entry) -> Initiative:
        starts, ends = read_span(entry)
        codes = entry.codes("priorities")
        if not codes:
            raise entry.error('"priorities" is empty; name at least one priority.')
        return Initiative(
            key=entry.code("key"),
            name=entry.text("name"),
            what=entry.text("what"),
            fact=entry.text_or_none("fact"),
            priorities=tuple(f"{priority_set}:{code}" for code in codes),
            cross_cutting=entry.flag("cross_cutting"),
            stage=entry.choice("stage", InitiativeStage, InitiativeStage.RUNNING),
            starts=starts,
            ends=ends,
            last_word=read_part_date_or_none(entry, "last_word") or last_word,
            citation=Citation(source=source, where=entry.words("where")),
            notes=read_notes(entry),
        )

    return read


def read_campaigns(entry: Entry) -> tuple[Campaign, ...]:
    """The whole of campaigns.toml."""
    return entry.each("campaign", _read_campaign)


def _read_campaign(entry: Entry) -> Campaign:
    starts, ends = read_span(entry)
    if starts is None:
        raise entry.error('the key "starts" is missing; a campaign needs the date on which it began.')
    return Campaign(
        key=entry.code("key"),
        title=entry.text("title"),
        summary=entry.text("summary"),
        body=entry.texts("body"),
        starts=starts,
        ends=ends,
        last_word=read_part_date(entry, "last_word"),
        initiative=entry.code_or_none("initiative"),
        citation=entry.one("citation", read_citation),
    )


def read_consultations(entry: Entry) -> tuple[Consultation, ...]:
    """The whole of consultations.toml."""
    return entry.each("consultation", _read_consultation)


def _read_consultation(entry: Entry) -> Consultation:
    found = Consultation(
        key=entry.code("key"),
        title=entry.text("title"),
        summary=entry.text("summary"),
        body=entry.texts("body"),
        how=entry.texts("how"),
        website=read_website(entry, "website"),
        strategy=entry.code_or_none("strategy"),
        opens=entry.date("opens"),
        closes=entry.date("closes"),
        changed=entry.texts("changed"),
        changed_on=entry.date_or_none("changed_on"),
        citation=entry.one_or_none("citation", read_citation),
    )
    if found.closes < found.opens:
        raise entry.error('"closes" is before "opens"; change one of the two dates.')
    if not found.how:
        raise entry.error('"how" is empty; say at least one way to answer.')
    if bool(found.changed) is not (found.changed_on is not None):
        raise entry.error('"changed" and "changed_on" go together; give both or neither.')
    return found
