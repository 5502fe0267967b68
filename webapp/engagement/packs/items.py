"""What timelines and the audit call what is done with packs."""

from flask_babel import lazy_gettext as _l

from webapp.work.wording import register_acts

register_acts({"board_pack.frozen": _l("Made a pack for the Board")})
