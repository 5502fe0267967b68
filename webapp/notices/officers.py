"""The notices that only officers get; their texts are templates/notices/officers/<code>.txt."""

from flask_babel import lazy_gettext as _l

from webapp.notices.notice import Notice, Parameter

OFFICER_NOTICES = (
    Notice(
        code="officer_invite",
        label=_l("Invitation to the desk"),
        subject=_l("Your invitation"),
        parameters={"link": Parameter.DESK_PATH, "until": Parameter.DATE},
        template="officers/officer_invite",
    ),
    Notice(
        code="sign_in_changed",
        label=_l("A change to how an officer signs in"),
        subject=_l("A change to your account"),
        parameters={"what": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/sign_in_changed",
    ),
    Notice(
        code="work_due",
        label=_l("Reminder of work"),
        subject=_l("A reminder from the desk"),
        # Numbers alone: what the work is about is read on the desk.
        parameters={"due_today": Parameter.WORDS, "overdue": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/work_due",
    ),
    Notice(
        code="review_by",
        label=_l("Reminder to read a page again"),
        subject=_l("A page to read again"),
        parameters={"title": Parameter.WORDS, "review_by": Parameter.DATE, "link": Parameter.DESK_PATH},
        template="officers/review_by",
    ),
    Notice(
        code="approval_asked",
        label=_l("Approval asked"),
        subject=_l("Something waits for your approval"),
        parameters={"what": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/approval_asked",
    ),
    Notice(
        code="read_at_once",
        label=_l("Something to read at once"),
        subject=_l("Something on the desk needs you now"),
        # It says nothing else: a message is read on locked screens.
        parameters={"link": Parameter.DESK_PATH},
        template="officers/read_at_once",
    ),
    Notice(
        code="worker_stopped",
        label=_l("Background work has stopped"),
        subject=_l("The background work has stopped"),
        parameters={"last_seen": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/worker_stopped",
    ),
    Notice(
        code="survey_flag",
        label=_l("Somebody may be in danger"),
        subject=_l("Please look at the desk now"),
        # Nothing of what was written, and not where it is about.
        parameters={"contact": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/survey_flag",
    ),
    Notice(
        code="survey_flag_waits",
        label=_l("Nobody has looked at a warning"),
        subject=_l("Nobody has looked at the desk yet"),
        parameters={"raised": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/survey_flag_waits",
    ),
    Notice(
        code="case_date_passed",
        label=_l("A date of a case review has passed"),
        subject=_l("A date on the desk has passed"),
        # Of which case, and which date, is read on the desk.
        parameters={"link": Parameter.DESK_PATH},
        template="officers/case_date_passed",
    ),
    Notice(
        code="case_request_asked",
        label=_l("An agency is asked for something"),
        subject=_l("Something on the desk waits for your answer"),
        # Of what, and about whom, is read on the desk.
        parameters={"due": Parameter.DATE, "link": Parameter.DESK_PATH},
        template="officers/case_request_asked",
    ),
    Notice(
        code="case_request_due",
        label=_l("An agency is reminded of what it was asked"),
        subject=_l("A reminder: something on the desk waits for your answer"),
        parameters={"due": Parameter.DATE, "link": Parameter.DESK_PATH},
        template="officers/case_request_due",
    ),
    Notice(
        code="case_work_waits",
        label=_l("Something for an agency"),
        subject=_l("There is something for you on the desk"),
        parameters={"link": Parameter.DESK_PATH},
        template="officers/case_work_waits",
    ),
    Notice(
        code="case_answer_link",
        label=_l("A link for a guest"),
        subject=_l("A question for your organisation"),
        # The code that belongs to it goes another way.
        parameters={"link": Parameter.PUBLIC_PATH, "until": Parameter.DATE},
        template="officers/case_answer_link",
    ),
    Notice(
        code="survey_recount",
        label=_l("Counts that do not add up"),
        subject=_l("A check of the counts failed"),
        parameters={"differences": Parameter.WORDS, "link": Parameter.DESK_PATH},
        template="officers/survey_recount",
    ),
)
