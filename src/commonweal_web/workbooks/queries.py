"""What pages and the queue read of workbooks, through the scope of who asks."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from commonweal.method import Pack
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.landing import calendar
from commonweal_web.ledger.models import Activity
from commonweal_web.ledger.permissions import may_send
from commonweal_web.methods.errors import NoMethod
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks.models import RowKind, UploadRow, WorkbookUpload

ROWS_A_PAGE = 50
LATEST = 10


def pack_to_read_by(scope: Scope, partnership: Partnership) -> Pack:
    """The method whose words a workbook of today has: that of the newest period with one. Raises ``NoMethod``."""
    days = calendar(scope, partnership)
    current = days.current()
    if current is None:
        raise NoMethod(f"No method has been chosen for {partnership} yet. A lead or method steward chooses one first.")
    return pack_of(days.editions[current])


def activities_to_send_for(scope: Scope, partnership: Partnership) -> list[Activity]:
    """The activities for which they send entries, the oldest first."""
    seen = scope.activities.filter(partnership=partnership).order_by("serial")
    return [each for each in seen if may_send(scope, each, each.owner) or may_send(scope, each, each.deliverer)]


def uploads(scope: Scope, partnership: Partnership) -> QuerySet[WorkbookUpload]:
    """The workbooks that they gave back lately, the newest first."""
    return scope.workbooks.filter(partnership=partnership).defer("outcome")[:LATEST]


def upload_of(scope: Scope, partnership: Partnership, digest: str) -> WorkbookUpload | None:
    """The upload of this very file, if they gave it back before."""
    return scope.workbooks.filter(partnership=partnership, digest=digest).first()


def held(scope: Scope, upload: WorkbookUpload) -> WorkbookUpload:
    """The upload as it is now, kept from others until the transaction ends."""
    return scope.workbooks.select_for_update(of=("self",)).get(pk=upload.pk)


def rows(upload: WorkbookUpload, kind: RowKind, page: int) -> Page[UploadRow]:
    """One page of the rows of a kind."""
    return Paginator(upload.compared.filter(kind=kind), ROWS_A_PAGE).get_page(page)


def advised_rows(upload: WorkbookUpload, page: int) -> Page[UploadRow]:
    """One page of the rows of which something is said that refuses nothing."""
    return Paginator(upload.compared.filter(has_advice=True).exclude(kind=RowKind.WRONG), ROWS_A_PAGE).get_page(page)


def point(scope: Scope, partnership: Partnership) -> int:
    """How far the ledger of a partnership has come."""
    return scope.partnerships.values_list("point__point", flat=True).get(pk=partnership.pk) or 0
