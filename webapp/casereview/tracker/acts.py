"""What people do on their own page that decides how it goes on: the meeting, an appeal, who else sees it, an end."""

import datetime as dt

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.people import acting, persons, wishes
from webapp.casereview.people.acting import Said
from webapp.casereview.rules.codes import Attendance, Shows
from webapp.casereview.rules.tracker import Me
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.tracker.forms import AllowForm, AppealForm, AttendForm, LeaveForm, WithdrawForm
from webapp.casereview.tracker.views import PREFIX, bp
from webapp.casereview.tracker.visits import Visit, finished, for_visitor, page, said_by, step
from webapp.kit.forms import Form, see_other


@bp.route(f"{PREFIX}/appeal", methods=["GET", "POST"])
@for_visitor(Act.APPEAL)
def appeal(visit: Visit) -> AnyResponse:
    """Ask for another look."""
    form, until = AppealForm(), visit.seen.appeal_until
    form.offer(persons.appeal_grounds(visit.me, today=visit.today))
    act = said_by(visit, form, lambda me, said, *, today: acting.appeal(me, form.ground.data, said, today=today))
    done = _("We will look again. The dates are below.")
    return step(
        visit,
        form,
        "casereview/tracker/appeal.html",
        act,
        done=done,
        until=until,
        is_late=until is not None and until < visit.today,
    )


@bp.route(f"{PREFIX}/meeting", methods=["GET", "POST"])
@for_visitor(Act.ATTEND)
def attend(visit: Visit) -> AnyResponse:
    """Say if and how they take part in the meeting."""
    form = AttendForm(answer=visit.seen.attendance)

    def answer(me: Me, said: Said, *, today: dt.date) -> None:
        acting.attend(me, Attendance(form.answer.data), said, today=today)

    done = _("Thank you. We have your answer.")
    return step(visit, form, "casereview/tracker/attend.html", said_by(visit, form, answer), done=done)


@bp.post(f"{PREFIX}/not-me")
@for_visitor()
def not_me(visit: Visit) -> AnyResponse:
    """It was not them who asked officers for new words, or for another way of reaching them: nothing is given."""
    if visit.seen.asked_on is not None:
        wishes.refuse_own(visit.me, once_key=Form().once_key, today=visit.today)
        flash(_("Thank you. We give nobody anything, and an officer looks at who asked."), "success")
    return see_other(".case")


@bp.route(f"{PREFIX}/allow", methods=["GET", "POST"])
@for_visitor(Act.ALLOW)
def allow(visit: Visit) -> AnyResponse:
    """Who acts for the person, what they see, and ending it at once."""
    secret = visit.visitor.key.reveal()
    helpers = persons.list_helpers(visit.me, secret=secret)
    asked = request.form.get("who", "")
    forms = [AllowForm(prefix="", who=each.mark, shows=each.shows.value) for each in helpers]
    form = next((form for form, each in zip(forms, helpers, strict=True) if each.mark == asked), Form())
    if request.method == "POST" and request.form.get("act") == "end":
        persons.end_helper(visit.me, asked, secret=secret, once_key=form.once_key, today=visit.today)
        return see_other(".allow")
    if isinstance(form, AllowForm) and form.validate_on_submit():
        persons.allow(visit.me, asked, Shows(form.shows.data), secret=secret)
        return see_other(".allow")
    return page(visit, "casereview/tracker/allow.html", form, helpers=list(zip(helpers, forms, strict=True)))


@bp.route(f"{PREFIX}/end", methods=["GET", "POST"])
@for_visitor(Act.LEAVE)
def leave_part(visit: Visit) -> AnyResponse:
    """End one's own part: the five words open nothing any more."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return page(visit, "casereview/tracker/leave.html", form)
    persons.leave(visit.me, once_key=form.once_key, today=visit.today)
    return finished()


@bp.route(f"{PREFIX}/withdraw", methods=["GET", "POST"])
@for_visitor(Act.WITHDRAW)
def withdraw(visit: Visit) -> AnyResponse:
    """Take the application back."""
    form = WithdrawForm()
    done = _("Your application has stopped.")
    return step(visit, form, "casereview/tracker/withdraw.html", said_by(visit, form, acting.withdraw), done=done)


__all__ = ["allow", "appeal", "attend", "leave_part", "not_me", "withdraw"]
