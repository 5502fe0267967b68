"""The few words that rendering adds to a text, in the text's own language."""

from flask_babel import gettext as _

from webapp.kit.request_language import in_language
from webapp.kit.richtext import Labels


def labels_in(language: str) -> Labels:
    """The words around footnotes and tables in `language` (a code); `%(number)s` and `%(caption)s` stay."""
    with in_language(language):
        return Labels(
            footnotes=_("Footnotes"),
            # The placeholders are filled where the note and the table are drawn.
            footnote=_("Footnote %(number)s", number="%(number)s"),
            back=_("Back to footnote %(number)s in the text", number="%(number)s"),
            table=_("Table"),
            csv=_("Download this table as CSV: %(caption)s", caption="%(caption)s"),
        )
