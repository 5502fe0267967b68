"""What waits for officers in the queue: topics to read again."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds

READ_AGAIN = "topic.read_again"

register_kinds(
    ItemKind(
        code=READ_AGAIN,
        label=_l("Topic to read again"),
        permission="edit",
        endpoint="desk.topics.thing",
        coming=_l("Topics thirty days before the day by which they are to be read again."),
    ),
)
