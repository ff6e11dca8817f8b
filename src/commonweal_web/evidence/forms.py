"""What is asked about a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    MultipleChoiceField,
    SelectField,
    TextField,
    YesNoField,
)
from commonweal_web.design.forms import Form
from commonweal_web.evidence import queries
from commonweal_web.evidence.kinds import ENDINGS
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.partnerships.models import Organisation

LONGEST_LIST = 50


def file_question(**options: Any) -> FileField:
    """The file itself. What it is, is found from its content."""
    most = filesizeformat(settings.EVIDENCE_MOST_BYTES)
    usual: dict[str, Any] = {
        "label": "Choose the file",
        "called": "a file",
        "hint": f"A photo, a PDF, a spreadsheet or a document, up to {most}.",
        "kinds": ENDINGS,
        "max_length": 200,
    }
    return FileField(**(usual | options))


class EvidenceForm(Form):
    """A file and what its sender says of it. ``upload`` is one that came in parts before."""

    file = file_question()
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    shows = MultipleChoiceField(label="What does it show?", called="what it shows", required=False)
    note = TextField(
        label="Anything to add about what it shows?",
        hint="In a few words, without naming people. For example, log of the four open days.",
        called="what you add",
        max_length=500,
        required=False,
    )
    personal = ChoiceField(
        label="Does it show personal details?",
        hint="Names, faces, addresses, signatures or anything else by which a person can be known.",
        missing="Say whether the file shows personal details.",
        choices=[("no", "No, or they are blacked out"), ("yes", "Yes, and the proof needs them")],
        hints={
            "yes": "Only your organisation, the lead and verifiers will see it. Others see it once you add a copy "
            "in which the details are blacked out."
        },
    )
    keeps_details = ChoiceField(
        label="If it is a photo: keep the hidden details in it?",
        hint="A camera notes where and when a photo was taken. Nobody sees that in the picture.",
        initial="no",
        choices=[
            ("no", "Take them out before it is saved"),
            ("yes", "Keep them: the place or the time is part of the proof"),
        ],
        hints={"yes": "Others get a copy without them."},
    )
    runs_out = ChoiceField(
        label="Does it run out on a day?",
        hint="Certificates and insurances do. You are reminded a month before.",
        initial="no",
        choices=[("no", "No"), ("yes", "Yes")],
        opens={"yes": "expires_on"},
    )
    expires_on = DateField(label="On which day?", called="the day on which it runs out")

    def __init__(self, *args: Any, asked: Iterable[str] = (), too_large: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        file = self.fields["file"]
        # One that came in parts, or with an earlier try, need not be chosen again.
        file.required = not self.data.get("upload")
        if too_large:
            most = filesizeformat(settings.EVIDENCE_MOST_BYTES)
            told = f"{too_large} is larger than {most}. Make it smaller, and choose it again. Nothing was stored."
            file.error_messages["required"] = told
        shows = self.fields["shows"]
        assert isinstance(shows, MultipleChoiceField)
        shows.choices = [(text, text) for text in asked]
        if not shows.choices:
            del self.fields["shows"]


class AttachForm(Form):
    """One of the files that are kept already."""

    evidence = ChoiceField(label="Which file?", called="a file")
    shows = MultipleChoiceField(label="What does it show?", called="what it shows", required=False)

    def __init__(self, *args: Any, files: Iterable[EvidenceFile], asked: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        evidence, shows = self.fields["evidence"], self.fields["shows"]
        assert isinstance(evidence, ChoiceField) and isinstance(shows, MultipleChoiceField)
        files = [*files]
        evidence.choices = [(str(file.pk), str(file.name)) for file in files]
        evidence.hints = {
            str(file.pk): " · ".join(filter(None, (file.format, filesizeformat(file.size), file.name.note)))
            for file in files
        }
        shows.choices = [(text, text) for text in asked]
        if not shows.choices:
            del self.fields["shows"]


class ReasonForm(Form):
    """Why."""

    reason = LongTextField(
        label="Why?", called="the reason", hint="It stays in the history, so name nobody.", max_length=500
    )


class DatesForm(Form):
    """Until when it holds good, and until when it is kept."""

    runs_out = ChoiceField(
        label="Does it run out on a day?", choices=[("no", "No"), ("yes", "Yes")], opens={"yes": "expires_on"}
    )
    expires_on = DateField(label="On which day?", called="the day on which it runs out")
    keep_until = DateField(
        label="Until when is it kept?",
        called="the day until which it is kept",
        hint="After that day the file is erased. Its digest and all figures stay.",
    )


class SharedCopyForm(Form):
    """A copy that others may see."""

    file = file_question(label="Choose the copy", called="the copy")
    is_clear = YesNoField(
        label="Are all personal details in it blacked out, so that they cannot be uncovered?",
        hint="A black box drawn over words in a PDF can be taken away again: print it and scan it, or save it as a "
        "picture.",
    )

    def clean_is_clear(self) -> bool:
        """Nothing is shared that its sender does not stand for."""
        if self.cleaned_data["is_clear"] is not True:
            raise forms.ValidationError("Black out the details first. Until then others do not see the file.")
        return True


class FindForm(Form):
    """What the list can be narrowed by."""

    words = TextField(label="Words", required=False)
    organisation = SelectField(label="Organisation", required=False)
    state = SelectField(label="State", required=False, choices=[("", "Every state"), *queries.STATES.items()])

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["organisation"]
        assert isinstance(chosen, SelectField)
        chosen.choices = [("", "Every organisation"), *((str(found.pk), found.name) for found in organisations)]


def initial_dates(evidence: EvidenceFile) -> dict[str, Any]:
    """The dates as they are."""
    expires = evidence.dates.expires_on
    return {
        "runs_out": "yes" if expires else "no",
        "expires_on": expires or None,
        "keep_until": evidence.dates.keep_until,
    }
