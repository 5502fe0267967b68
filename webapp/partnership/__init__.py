"""Everything that is local to one Community Safety Partnership, read from one folder into typed values."""

from webapp.partnership.creation import create_partnership
from webapp.partnership.errors import PartnershipError
from webapp.partnership.loading import load_partnership
from webapp.partnership.model import Partnership
from webapp.partnership.support_numbers import NumberGroup, SupportNumber, overdue_numbers
from webapp.partnership.text import Text, Wording

__all__ = [
    "NumberGroup",
    "Partnership",
    "PartnershipError",
    "SupportNumber",
    "Text",
    "Wording",
    "create_partnership",
    "load_partnership",
    "overdue_numbers",
]
