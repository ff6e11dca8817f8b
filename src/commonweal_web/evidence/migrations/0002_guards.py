"""Files, attachments, removals, shared copies and erasures are facts; a file is attached to an entry once at a time."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly, Refuse

ATTACHED = """EXISTS (
    SELECT 1 FROM {attachment} AS other
    WHERE other.evidence_id = NEW.evidence_id AND other.entry_id = NEW.entry_id AND other.id <> NEW.id
    AND NOT EXISTS (SELECT 1 FROM {removal} AS removal WHERE removal.attachment_id = other.id)
)"""


class Migration(migrations.Migration):
    """Guards of evidence."""

    dependencies = [("evidence", "0001_initial")]

    operations = [
        AppendOnly("EvidenceFile"),
        AppendOnly("Attachment"),
        AppendOnly("Removal"),
        AppendOnly("SharedCopy"),
        AppendOnly("Erasure"),
        Refuse(
            "Attachment",
            "insert",
            name="once_at_a_time",
            when=ATTACHED,
            because="a piece of evidence is attached to an entry once",
        ),
    ]
