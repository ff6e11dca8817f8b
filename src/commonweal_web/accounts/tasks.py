"""Mail of this app, sent by the queue. A task holds ids only: no address or link lies in the queue."""

from __future__ import annotations

from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django_tasks import task

from commonweal_web.accounts import links
from commonweal_web.accounts.errors import InvitationRefused
from commonweal_web.accounts.places import place_of
from commonweal_web.accounts.roles import Role


@task()
def send_invitation(invitation_id: str) -> None:
    """Send the mail with the link; nothing when the invitation was used or withdrawn meanwhile."""
    try:
        invitation = links.invitation_called(UUID(invitation_id))
    except InvitationRefused:
        return
    context = {
        "invitation": invitation,
        "inviter": links.inviter_of(invitation),
        "role": Role(invitation.role).label.lower(),
        "place": place_of(invitation),
        "link": links.invitation_link(invitation),
    }
    send_mail(
        f"You are invited to {place_of(invitation)} on Commonweal",
        render_to_string("accounts/mail/invitation.txt", context),
        from_email=None,
        recipient_list=[invitation.email],
    )
