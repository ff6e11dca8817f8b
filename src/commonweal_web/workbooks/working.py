"""What the queue does with a workbook: compare it with the ledger, and send what its sender agreed to.

It can be stopped at any moment. A comparison is kept whole or not at all, and so is a sending; nothing is sent that
differs from what was looked at; and the same workbook given twice at once is sent once, because the second turn finds
in the ledger what the first one wrote.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from commonweal.method import Pack
from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope
from commonweal_web.core.unfinished import unfinished
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.ledger.models import Door
from commonweal_web.workbooks import actions, queries
from commonweal_web.workbooks.actions import keeping
from commonweal_web.workbooks.comparing import Comparison, compare
from commonweal_web.workbooks.errors import LooksDifferentNow
from commonweal_web.workbooks.models import Progress, WorkbookAccepted, WorkbookUpload
from commonweal_web.workbooks.outcome import has_advice, outcome_of, shown
from commonweal_web.workbooks.reading import read_workbook

TURNS = 3
"""How often a sending looks again when others wrote to the ledger meanwhile, before it looks while they wait."""


def compare_upload(scope: Scope, upload: WorkbookUpload) -> None:
    """Compare the workbook with the ledger as it is now, and keep what came of it for the page."""
    try:
        comparison, pack = _compared(scope, upload)
        _keep(scope, upload, comparison, pack)
    except Refused as refusal:
        keeping.stop(by=scope, upload=upload, told=str(refusal))


def send_upload(scope: Scope, upload: WorkbookUpload) -> None:
    """Send what its sender agreed to, all of it or nothing."""
    accepted = WorkbookAccepted(digest=upload.digest, rows=upload.rows)
    words = f"a workbook of {upload.rows:,} rows for {upload.partnership}"
    try:
        with unfinished("import", words, proof=accepted):
            _send(scope, upload, accepted)
    except LooksDifferentNow as refusal:
        comparison, pack = _compared(scope, upload)
        _keep(scope, upload, comparison, pack, told=str(refusal))
    except Refused as refusal:
        keeping.stop(by=scope, upload=upload, told=str(refusal))


def _send(scope: Scope, upload: WorkbookUpload, accepted: WorkbookAccepted) -> None:
    for turn in range(TURNS):
        seen = queries.point(scope, upload.partnership)
        # Others are kept waiting only where they have been in the way again and again.
        comparison = _compared(scope, upload)[0] if turn < TURNS - 1 else None
        with transaction.atomic():
            now = take_turn(upload.partnership)
            if comparison is not None and now != seen + 1:
                transaction.set_rollback(True)
                continue
            comparison = comparison or _compared(scope, upload)[0]
            _send_now(scope, upload, accepted, comparison)
            return


def _send_now(scope: Scope, upload: WorkbookUpload, accepted: WorkbookAccepted, comparison: Comparison) -> None:
    upload = queries.held(scope, upload)
    if upload.progress != Progress.SENDING:
        return  # another worker did it
    if comparison.fingerprint != upload.agreed:
        raise LooksDifferentNow
    standings = ledger.send_entries(
        by=scope,
        partnership=upload.partnership,
        lines=comparison.lines_because(upload.reason),
        door=Door.WORKBOOK,
        only_for_this=True,
        answers_or_adds=True,
    )
    new = sum(line.entry is None for line in comparison.lines)
    actions.accept_workbook(
        by=scope, upload=upload, accepted=accepted, standings=standings, new=new, corrected=len(standings) - new
    )


def _keep(scope: Scope, upload: WorkbookUpload, comparison: Comparison, pack: Pack, told: str = "") -> None:
    rows = [(row.number, row.kind, has_advice(row), shown(comparison, row)) for row in comparison.rows]
    keeping.keep_comparison(
        by=scope,
        upload=upload,
        fingerprint=comparison.fingerprint,
        outcome=outcome_of(comparison, pack),
        rows=rows,
        told=told,
    )


def _compared(scope: Scope, upload: WorkbookUpload) -> tuple[Comparison, Pack]:
    pack = queries.pack_to_read_by(scope, upload.partnership)
    with _file_of(upload) as path:
        workbook = read_workbook(path, upload.name, pack)
    return compare(scope, upload.partnership, workbook), pack


@contextmanager
def _file_of(upload: WorkbookUpload) -> Iterator[Path]:
    """The file on this machine, wherever the storage keeps it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"workbook{Path(upload.name).suffix.lower()}"
        try:
            with default_storage.open(upload.file) as kept, path.open("wb") as copy:
                for piece in kept.chunks():
                    copy.write(piece)
        except FileNotFoundError as fault:
            raise Refused(
                "The file is not there any more. Throw this upload away, and upload the workbook again."
            ) from fault
        yield path
