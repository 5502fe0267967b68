"""The error of a step that the rules of an answer do not allow."""

from webapp.engagement.answers.rules import Fault


class RefusedError(Exception):
    """A step that cannot be taken; `action` is the key of the action that it is about, where it is one."""

    def __init__(self, fault: Fault, *, action: str | None = None) -> None:
        """Keep why."""
        super().__init__(fault)
        self.fault = fault
        self.action = action
