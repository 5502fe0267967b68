"""A form with boxes for free words that points out, once, what seems to say who somebody is."""

from typing import TYPE_CHECKING, Any

from webapp.kit.forms import Form, HiddenTextField
from webapp.partnership.current import current_partnership
from webapp.redaction.hints import hints_for, place_words
from webapp.redaction.names import places_like_people

if TYPE_CHECKING:
    from webapp.redaction.marks import Kind

SEEN = "1"


class HintedForm(Form):
    """Put before a form's own class: `class WordsForm(HintedForm, SurveyForm)`.

    Sent without scripts, the page comes back once with its hint (templates/components/words_hint.html); sent again, or
    sent by a page whose script has already shown the hint, it goes on. Nothing is ever refused for what it says.
    """

    # The names of the boxes that are looked through.
    hinted_boxes: tuple[str, ...] = ("words",)
    hinted = HiddenTextField()

    def __init__(self, **options: Any) -> None:
        """As `Form`; before it is sent there is nothing to point out."""
        self.hints: dict[str, tuple[Kind, ...]] = {}
        super().__init__(**options)

    @property
    def places(self) -> str:
        """The places of the area that sound like people, for the script."""
        return "|".join(sorted(places_like_people(place_words(current_partnership()))))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; then, the first time, ask for a look at what the words seem to hold."""
        is_right = super().validate(extra_validators)
        if self.hinted.data:
            return is_right
        read = {name: hints_for(self[name].data) for name in self.hinted_boxes if name in self and self[name].data}
        self.hints = {name: kinds for name, kinds in read.items() if kinds}
        if self.hints:
            self.hinted.data = SEEN
        return is_right and not self.hints
