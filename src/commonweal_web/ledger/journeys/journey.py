"""What every journey has in common: questions in an order, some answered, the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.design.forms import Form
from commonweal_web.ledger.journeys.questions import Question, typed
from commonweal_web.ledger.models import Draft


class Journey:
    """The questions that a draft still asks and those that it has answers to. Which there are follows the answers."""

    def __init__(self, scope: Scope, draft: Draft) -> None:
        self.scope = scope
        self.draft = draft

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered so far."""
        answers: Mapping[str, str] = self.draft.answers
        return answers

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Every question, in order."""
        raise NotImplementedError

    def question(self, slug: str) -> Question | None:
        """The question at this address, if it is asked."""
        return next((question for question in self.questions if question.slug == slug), None)

    def question_of(self, column: str | None) -> Question | None:
        """The question whose answer a problem with this column speaks of."""
        return next((question for question in self.questions if column in question.columns), None)

    def is_answered(self, question: Question) -> bool:
        """Whether an answer is kept, be it that there is nothing to say."""
        return all(column in self.answers for column in question.columns)

    @property
    def unanswered(self) -> Question | None:
        """The first question without an answer."""
        return next((question for question in self.questions if not self.is_answered(question)), None)

    def before(self, question: Question) -> Question | None:
        """The question before this one."""
        place = self.questions.index(question)
        return self.questions[place - 1] if place else None

    def outdated_by(self, question: Question, answers: Mapping[str, str]) -> frozenset[str]:
        """The answers to other questions that no longer hold when this one is answered so."""
        is_same = all(self.answers.get(name) == text for name, text in answers.items())
        return frozenset() if is_same else question.forgets - answers.keys()

    def problems_of(self, question: Question) -> Sequence[Problem]:
        """What was found wrong with the answer to this question, once all are answered."""
        return ()

    def shown(self, question: Question) -> Form:
        """The form as its page first shows it: with the answer that is kept, and what was found wrong with it."""
        empty = question.form(None)
        if not self.is_answered(question):
            return empty
        form = question.form(typed(empty, self.answers))
        for problem in self.problems_of(question):
            if problem.column in form.fields:
                form.add_error(problem.column, f"{problem.message} {problem.remedy}".strip())
        return form
