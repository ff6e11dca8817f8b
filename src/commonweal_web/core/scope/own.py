"""What is a person's own: begun, saved, given back, chosen."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from commonweal_web.api.models import Token
from commonweal_web.core.models import Event
from commonweal_web.core.scope.proof import Proof
from commonweal_web.core.verbs import Verb
from commonweal_web.evidence.models import Upload
from commonweal_web.ledger.models import Draft
from commonweal_web.work.models import Digest, ReminderChoice, SavedView
from commonweal_web.workbooks.models import WorkbookUpload


class Own(Proof):
    """Finds what somebody made for themselves, and what they did."""

    @property
    def drafts(self) -> QuerySet[Draft]:
        """What they themselves began to record and have not sent yet."""
        return Draft.objects.filter(writer=self.user, became=None).select_related("partnership")

    @property
    def drafts_sent(self) -> QuerySet[Draft]:
        """What they began and sent."""
        return Draft.objects.filter(writer=self.user).exclude(became=None)

    @property
    def saved_views(self) -> QuerySet[SavedView]:
        """Views of lists: their own, and those shared with an organisation of theirs."""
        theirs = Q(owner=self.user) | Q(organisation__in=self._own)
        return SavedView.objects.filter(theirs, partnership__in=self.partnerships).select_related("organisation")

    @property
    def reminder_choices(self) -> QuerySet[ReminderChoice]:
        """How often they want to be reminded, if they said so."""
        return ReminderChoice.objects.filter(user=self.user)

    @property
    def api_tokens(self) -> QuerySet[Token]:
        """The tokens by which programs act as them."""
        return Token.objects.filter(user=self.user)

    @property
    def digests(self) -> QuerySet[Digest]:
        """The mails that reminded them."""
        return Digest.objects.filter(user=self.user)

    @property
    def uploads(self) -> QuerySet[Upload]:
        """Files of which they themselves have sent a part."""
        return Upload.objects.filter(
            Exists(self.standings.filter(entry=OuterRef("entry"))), user=self.user
        ).select_related("entry__activity")

    @property
    def workbooks(self) -> QuerySet[WorkbookUpload]:
        """Workbooks that they themselves gave back, where they take part today."""
        mine = WorkbookUpload.objects.filter(uploaded_by=self.user, partnership__in=self.partnerships)
        return mine.select_related("partnership__place")

    def events_of(self, thing: Model) -> QuerySet[Event]:
        """The life of a thing that this scope found, the oldest event first."""
        return Event.objects.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))

    def times_done(self, *verbs: Verb, since: datetime) -> int:
        """How often they themselves did one of ``verbs`` lately; for limits."""
        return Event.objects.filter(actor=self.user, verb__in=[verb.code for verb in verbs], at__gte=since).count()
