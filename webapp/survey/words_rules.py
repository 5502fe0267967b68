"""What the rules say of words before they are sealed: codes alone, never a piece of what was written."""

from webapp.survey.codes import Reason


def safeguarding(words: str, language: str) -> tuple[Reason, ...]:
    """Why somebody on duty should look at these words the same day; by the word lists of the partnership."""
    from webapp.redaction.watch import watch_words  # noqa: PLC0415 - only who writes words needs the lists

    if not words.strip():
        return ()
    known = {reason.value for reason in Reason}
    found = dict.fromkeys(watch_words(words, language))
    return tuple(Reason(code) for code in found if code in known)


def personal(words: str) -> tuple[str, ...]:
    """What the words seem to hold of a person's details: codes such as phone or name, sorted."""
    from webapp.redaction import spans  # noqa: PLC0415 - the same

    return tuple(sorted({str(span.kind) for span in spans(words)})) if words.strip() else ()
