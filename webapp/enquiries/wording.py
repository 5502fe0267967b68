"""The words of the public forms for what rules.py holds as codes."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.enquiries.rules import Area, Kind, Reply

AREA_NAMES: dict[Area, LazyString] = {
    Area.PARTNERSHIP: _l("The partnership and its plans"),
    Area.BEHAVIOUR: _l("Anti-social behaviour"),
    Area.ACCESSIBILITY: _l("Something that I cannot use, or need in another form"),
    Area.SITE: _l("A mistake or a problem on this site"),
    Area.SHARED: _l("My data was used or shared wrongly"),
    Area.COPY: _l("I asked for a copy of my data and did not get it"),
    Area.WRONG: _l("My data is wrong or out of date"),
    Area.KEPT: _l("My data is kept too long or not safely"),
    Area.OTHER: _l("Something else"),
}
REPLY_NAMES: dict[Reply, LazyString] = {
    Reply.EMAIL: _l("By e-mail"),
    Reply.TELEPHONE: _l("By telephone"),
    Reply.POST: _l("By post"),
    Reply.NONE: _l("No answer"),
}
# The notice that says that we have it.
RECEIPTS: Mapping[Kind, str] = {Kind.MESSAGE: "message_received", Kind.COMPLAINT: "complaint_received"}
