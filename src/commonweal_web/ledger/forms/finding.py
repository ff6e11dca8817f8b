"""What stands in the panel beside a list: words to look for, and what the list can be narrowed by."""

from __future__ import annotations

from commonweal_web.design.fields import MultipleChoiceField, SelectField, TextField
from commonweal_web.design.forms import Form
from commonweal_web.ledger.queries.narrowing import SORT, WORDS, Filter, Narrowing


class FindingForm(Form):
    """The panel as one list is narrowed now."""

    def __init__(self, narrowing: Narrowing, words_hint: str) -> None:
        shown = [each for each in narrowing.filters if each.choices and (not each.unlisted or _of(narrowing, each))]
        answers: dict[str, object] = {each.name: _of(narrowing, each) for each in shown if each.several}
        answers |= {each.name: next(iter(_of(narrowing, each)), "") for each in shown if not each.several}
        super().__init__(initial={WORDS: narrowing.words, **answers}, auto_id="narrow_%s")
        self.fields[WORDS] = TextField(label="Words", hint=words_hint, required=False)
        for each in shown:
            self.fields[each.name] = _field(each)
        self.tucked = [each.name for each in shown if each.tucked]
        self.kept = {SORT: narrowing.sort} if narrowing.sort else {}
        self.is_tucked_open = any(_of(narrowing, each) for each in shown if each.tucked)


def _of(narrowing: Narrowing, narrowed: Filter) -> list[str]:
    return narrowing.chosen.get(narrowed.name, [])


def _field(narrowed: Filter) -> SelectField | MultipleChoiceField:
    if narrowed.several:
        return MultipleChoiceField(label=narrowed.label, choices=list(narrowed.choices), small=True, required=False)
    return SelectField(label=narrowed.label, choices=[("", "Any"), *narrowed.choices], required=False)
