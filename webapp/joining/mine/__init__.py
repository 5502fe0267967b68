"""What a place's own people see and do by a one-time link, and the badge that its own site may show."""

from webapp.joining.mine import change, pages, papers, places, refresh, training
from webapp.joining.mine.badges import badges_bp
from webapp.joining.mine.visits import bp

__all__ = ["badges_bp", "bp", "change", "pages", "papers", "places", "refresh", "training"]
