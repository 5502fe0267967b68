"""The notices to who asked for news by mail; neither subject nor first lines say what the news are about."""

from flask_babel import lazy_gettext as _l

from webapp.notices.notice import Notice, Parameter

ALERT_NOTICES = (
    Notice(
        code="alert_confirm",
        label=_l("A link to get news by email"),
        subject=_l("Is this your address?"),
        parameters={"link": Parameter.PUBLIC_PATH, "leave": Parameter.PUBLIC_PATH},
        template="alert_confirm",
        one_click="leave",
    ),
    Notice(
        code="alert_news",
        label=_l("News by email"),
        subject=_l("There is something new to read"),
        # `news`: what each item is called, where it is and where to read it, in the reader's language.
        parameters={"news": Parameter.WORDS, "mine": Parameter.PUBLIC_PATH, "leave": Parameter.PUBLIC_PATH},
        template="alert_news",
        one_click="leave",
    ),
)
