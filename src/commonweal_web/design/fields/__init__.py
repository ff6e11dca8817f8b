"""The questions that a form can ask. Each draws itself; a page writes only ``{{ form.x.as_field_group }}``."""

from commonweal_web.design.fields.choices import ChoiceField, MultipleChoiceField, SelectField, YesNoField
from commonweal_web.design.fields.dates import DateField
from commonweal_web.design.fields.files import FileField
from commonweal_web.design.fields.numbers import MoneyField, NumberField
from commonweal_web.design.fields.words import EmailField, LongTextField, PasswordField, PostcodeField, TextField

__all__ = [
    "ChoiceField",
    "DateField",
    "EmailField",
    "FileField",
    "LongTextField",
    "MoneyField",
    "MultipleChoiceField",
    "NumberField",
    "PasswordField",
    "PostcodeField",
    "SelectField",
    "TextField",
    "YesNoField",
]
