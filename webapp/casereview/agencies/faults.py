"""Why something about an agency cannot be done: one error for all of its acts."""

from webapp.casereview.rules.agency_codes import Fault


class RefusedError(Exception):
    """An act about an agency that cannot be done, or not any more."""

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(fault.value)
        self.fault = fault
