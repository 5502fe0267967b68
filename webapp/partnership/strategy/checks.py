"""What must hold between the files of content/strategy: what one names stands in another, and sources are our own."""

from collections.abc import Iterable, Iterator

from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import Citation
from webapp.partnership.loading import check_citation
from webapp.partnership.model import Partnership
from webapp.partnership.strategy.model import ListedPriority, StrategyContent

FOLDER = "content/strategy"


def check_strategy(partnership: Partnership, content: StrategyContent, follows: Iterable[str]) -> None:
    """Refuse content that names something which is not there."""
    priorities = {priority.key for priority in content.priorities}
    strategies = {one.key for one in content.strategies}
    _known("timeline.toml", "priority", follows, priorities)
    _known(
        "timeline.toml", "priority", (key for one in content.priorities for key in one.replaced_by or ()), priorities
    )
    _known("plan.toml", "priority", (plan.priority for plan in content.plans), priorities)
    _known("initiatives.toml", "priority", (key for one in content.initiatives for key in one.priorities), priorities)
    _known("strategies.toml", "strategy", (one.replaced_by for one in content.strategies), strategies)
    _known("strategies.toml", "source", (one.document for one in content.strategies), _sources(partnership))
    _known("strategies.toml", "publication", (one.summary for one in content.strategies), _publications(partnership))
    initiatives = {one.key for one in content.initiatives}
    _known("campaigns.toml", "initiative", (one.initiative for one in content.campaigns), initiatives)
    _known("consultations.toml", "strategy", (one.strategy for one in content.consultations), strategies)
    observations = (seen for plan in content.plans for measure in plan.measures for seen in measure.observations)
    _known("plan.toml", "agency", (seen.agency for seen in observations), {one.key for one in partnership.agencies})
    _check_measures(content)
    for file, citation in _citations(content):
        check_citation(partnership, citation, f"{FOLDER}/{file}")
    for priority in content.priorities:
        _check_whose(partnership, priority)


def _known(file: str, what: str, named: Iterable[str | None], known: set[str]) -> None:
    for key in named:
        if key is not None and key not in known:
            raise PartnershipError(f'{FOLDER}/{file}: there is no {what} "{key}"; correct the key or add it.')


def _sources(partnership: Partnership) -> set[str]:
    return {source.key for source in partnership.sources}


def _publications(partnership: Partnership) -> set[str]:
    folder = partnership.folder / "content" / "publications"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _check_measures(content: StrategyContent) -> None:
    keys = [one.key for plan in content.plans for one in plan.commitments]
    keys += [one.key for plan in content.plans for one in plan.measures]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise PartnershipError(f'{FOLDER}/plan.toml: the key "{twice}" stands twice; give each its own.')
    if sum(one.is_plan for one in content.strategies) > 1:
        raise PartnershipError(f"{FOLDER}/strategies.toml: two strategies have is_plan = true; leave it with one.")


def _citations(content: StrategyContent) -> Iterator[tuple[str, Citation]]:
    for one in content.strategies:
        yield from (("strategies.toml", citation) for citation in one.citations)
        yield from (("strategies.toml", note.citation) for note in one.notes)
    for plan in content.plans:
        yield from (("plan.toml", commitment.citation) for commitment in plan.commitments)
        for measure in plan.measures:
            yield "plan.toml", measure.citation
            yield from (("plan.toml", seen.citation) for seen in measure.observations)
    for initiative in content.initiatives:
        yield "initiatives.toml", initiative.citation
        yield from (("initiatives.toml", note.citation) for note in initiative.notes)
    for campaign in content.campaigns:
        yield "campaigns.toml", campaign.citation
    for consultation in content.consultations:
        if consultation.citation is not None:
            yield "consultations.toml", consultation.citation


def _check_whose(partnership: Partnership, priority: ListedPriority) -> None:
    """A priority of another partnership needs that partnership's own document, and the other way round."""
    if priority.partnership is None:
        check_citation(partnership, priority.citation, "priorities.toml")
        return
    file, citation = f"{FOLDER}/timeline.toml", priority.citation
    source = next((one for one in partnership.sources if one.key == citation.source), None)
    if source is None or (citation.where is not None and not source.has_place(citation.where)):
        raise PartnershipError(
            f'{file}: there is no "{citation.source}" with that place in sources.toml; add it there.'
        )
    if source.own:
        raise PartnershipError(f'{file}: "{source.key}" is our own document; list its priorities in priorities.toml.')
