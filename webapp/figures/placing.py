"""Figures in the text of another page: each place that the text keeps shows the figure as it stands now."""

from collections.abc import Mapping, Sequence
from functools import partial

import structlog
from flask import render_template

from webapp.figures import queries
from webapp.figures.blocks import FigureBlock
from webapp.kit.richtext import figures_placed_in, fill_figures
from webapp.partnership.current import reading_language

LOG = structlog.get_logger()


def with_figures(*texts: str) -> tuple[str, ...]:
    """The clean HTML of texts that stand on one page, with the figures that they have places for; one query in all.

    A figure that is unknown, or that has no single number to show, leaves nothing behind but a line in the log: the
    content check and the editor tell whoever writes.
    """
    wanted = tuple(dict.fromkeys(slug for text in texts for slug in figures_placed_in(text)))
    if not wanted:
        return texts
    blocks = queries.figure_blocks(wanted, reading_language())
    for slug in wanted:
        if slug not in blocks:
            LOG.warning("figure_not_shown", figure=slug)
    return tuple(fill_figures(text, partial(_draw, blocks)) for text in texts)


def _draw(blocks: Mapping[str, FigureBlock], slugs: Sequence[str]) -> str:
    shown = [blocks[slug] for slug in dict.fromkeys(slugs) if slug in blocks]
    return render_template("figures/_placed.html", blocks=shown) if shown else ""
