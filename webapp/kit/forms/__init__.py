"""Forms: the base, the fields, and the page that asks them; templates/components/post_form.html draws one."""

from wtforms import ValidationError

from webapp.kit.forms.answers import Answer
from webapp.kit.forms.base import Form, form_page, see_other
from webapp.kit.forms.choices import CheckboxesField, Choice, RadiosField, SelectField, TickField
from webapp.kit.forms.contacts import EmailField, PostcodeField, TelephoneField
from webapp.kit.forms.dates import DateField, TimeField
from webapp.kit.forms.files import FileField, FilesField
from webapp.kit.forms.numbers import NumberField
from webapp.kit.forms.rows import Row, RowsField
from webapp.kit.forms.texts import HiddenTextField, PasswordField, TextareaField, TextField

__all__ = [
    "Answer",
    "CheckboxesField",
    "Choice",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "Form",
    "HiddenTextField",
    "NumberField",
    "PasswordField",
    "PostcodeField",
    "RadiosField",
    "Row",
    "RowsField",
    "SelectField",
    "TelephoneField",
    "TextField",
    "TextareaField",
    "TickField",
    "TimeField",
    "ValidationError",
    "form_page",
    "see_other",
]
