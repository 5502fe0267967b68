"""What can be concluded from counts, and how sure it is; pure."""

from webapp.engagement.statistics.neighbours import area_neighbours, cell_neighbours
from webapp.engagement.statistics.rates import (
    Change,
    Interval,
    RateChange,
    RollingYear,
    benjamini_hochberg,
    poisson,
    rate_change,
    rolling_years,
    wilson,
)
from webapp.engagement.statistics.spots import HotArea, HotResult, NoSpots, adjusted_together, hot_spots
from webapp.engagement.statistics.standing import Represented, Standing, representation
from webapp.engagement.statistics.surfaces import Surface, Weighed, kde
from webapp.engagement.statistics.trends import NoTrend, Trend, trend

__all__ = [
    "Change",
    "HotArea",
    "HotResult",
    "Interval",
    "NoSpots",
    "NoTrend",
    "RateChange",
    "Represented",
    "RollingYear",
    "Standing",
    "Surface",
    "Trend",
    "Weighed",
    "adjusted_together",
    "area_neighbours",
    "benjamini_hochberg",
    "cell_neighbours",
    "hot_spots",
    "kde",
    "poisson",
    "rate_change",
    "representation",
    "rolling_years",
    "trend",
    "wilson",
]
