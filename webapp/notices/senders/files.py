"""Messages as files, for trying the site out: nothing leaves the machine."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from webapp.notices.letters import Letter, as_email
from webapp.notices.senders.errors import SenderDownError


class FileSender:
    """Writes each letter into a file that only the service's user can read."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`."""
        self._folder = folder

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    def deliver(self, letter: Letter) -> None:
        """Write the file; a second attempt writes the same one again."""
        path = self._folder / f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.reference[:12]}.eml"
        draft = path.with_suffix(".part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(as_email(letter).as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise SenderDownError(f"file-{error.errno}") from None
