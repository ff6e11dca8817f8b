"""Files that prove entries. Facts name a file by its digest; its name, which may name people, lies apart.

EvidenceFile ──< Attachment >── Entry        that it proves the entry, until a Removal
    │  ├── EvidenceName                      what its sender calls it: can be erased
    │  ├── EvidenceDates                     until when it holds and is kept: can be set anew
    │  ├──< SharedCopy >── EvidenceFile      what others see in its place; the latest holds
    │  └── Erasure                           its bytes are gone; row and digest stay
StoredBytes                                  one row a digest, held by whoever stores or removes its bytes
Upload                                       a file of which a part has come
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from commonweal_web.core.models import Fact, Record
from commonweal_web.evidence.kinds import CHOICES, FORMATS, Kind
from commonweal_web.ledger.models import Entry
from commonweal_web.partnerships.models import Organisation, Partnership


class EvidenceFile(Record, Fact):
    """A file of an organisation, as it was kept."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="evidence")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    """Whose it is: who sent it for this organisation may see and change what is said of it."""
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=CHOICES)
    """By its content, never by its name."""
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of what is kept, and where it lies."""
    sent_sha256 = models.CharField(max_length=64, db_index=True)
    """Of what was sent: another where a photo's hidden details were taken away."""
    has_personal_details = models.BooleanField()
    """Told by its sender; then others see it only as a copy without them."""

    class Meta:
        ordering: ClassVar = ["-at", "id"]

    @property
    def format(self) -> str:
        """What people call its kind."""
        return FORMATS[Kind(self.kind)].label

    @property
    def short_digest(self) -> str:
        """Enough of its digest to tell it from others by eye."""
        return self.sha256[:12]


class EvidenceName(models.Model):
    """What its sender calls a file and says of it. Personal data, perhaps: emptied when the file is erased."""

    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, primary_key=True, related_name="name")
    file_name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    """What it shows, in its sender's words."""
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name or "An erased file"


class EvidenceDates(models.Model):
    """Until when a file holds good, and until when it is kept. Set anew in the open: every change is an event."""

    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, primary_key=True, related_name="dates")
    expires_on = models.DateField(null=True, db_index=True)
    """The last day on which it proves anything: of a certificate, an insurance, a check."""
    keep_until = models.DateField(db_index=True)


class Attachment(Record, Fact):
    """A file proves an entry, until a ``Removal``."""

    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    shows = models.JSONField(default=list)
    """Which of the evidence that the measure asks for it is, in the method's words."""
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Removal(Record, Fact):
    """A file does not prove an entry after all."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="removal")
    reason = models.CharField(max_length=500)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class SharedCopy(Record, Fact):
    """A copy that others see in place of the file. Of several the one with the highest number holds."""

    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="shared_copies")
    number = models.PositiveIntegerField()
    copy = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="shared_for")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "number"], name="one_shared_copy_a_number"),
        ]
        ordering: ClassVar = ["-number"]


class Erasure(Record, Fact):
    """The bytes of a file are gone, for good."""

    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="erasure")
    reason = models.CharField(max_length=500)
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class StoredBytes(models.Model):
    """One row a digest. Who stores or removes the bytes changes it first, and so they take turns."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    turn = models.BigIntegerField(default=0)


class Upload(Record):
    """A file of which a part has come, to prove an entry. The part lies in the data folder, and says how far it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    """How large the whole will be."""
    begun_at = models.DateTimeField(auto_now_add=True)
