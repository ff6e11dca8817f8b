"""Memberships and closings are facts; memberships and periods never overlap; a closed period never changes."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly, Refuse

MEMBERSHIP_OVERLAPS = """EXISTS (
    SELECT 1 FROM {membership} AS other
    WHERE other.partnership_id = NEW.partnership_id AND other.organisation_id = NEW.organisation_id
    AND other.id <> NEW.id
    AND NOT EXISTS (
        SELECT 1 FROM {membershipending} AS ending
        WHERE ending.membership_id = other.id AND ending.last_day < NEW.first_day
    )
)"""
"""A new membership has no end yet, so it overlaps every other that does not end before it begins."""

PERIOD_OVERLAPS = """EXISTS (
    SELECT 1 FROM {period} AS other
    WHERE other.partnership_id = NEW.partnership_id AND other.id <> NEW.id
    AND other.first_day <= NEW.last_day AND other.last_day >= NEW.first_day
)"""

PERIOD_CLOSED = "EXISTS (SELECT 1 FROM {periodclosing} AS closing WHERE closing.period_id = OLD.id)"

ONE_MEMBERSHIP = "an organisation has one membership of a partnership at a time"
ONE_PERIOD = "two periods of a partnership never share a day"
NEVER_CHANGED = "a closed period never changes"


class Migration(migrations.Migration):
    """Guards of partnerships."""

    dependencies = [("partnerships", "0001_initial")]

    operations = [
        AppendOnly("Membership"),
        AppendOnly("MembershipEnding"),
        AppendOnly("PeriodClosing"),
        Refuse("Membership", "insert", name="one_at_a_time", when=MEMBERSHIP_OVERLAPS, because=ONE_MEMBERSHIP),
        Refuse("Period", "insert", name="no_overlap", when=PERIOD_OVERLAPS, because=ONE_PERIOD),
        Refuse("Period", "update", name="no_overlap_later", when=PERIOD_OVERLAPS, because=ONE_PERIOD),
        Refuse("Period", "update", name="closed_not_changed", when=PERIOD_CLOSED, because=NEVER_CHANGED),
        Refuse("Period", "delete", name="closed_not_deleted", when=PERIOD_CLOSED, because=NEVER_CHANGED),
    ]
