"""All that becomes of a workbook that was given back. What is kept of a comparison (``keeping``) is no event."""

from commonweal_web.workbooks.actions.keeping import discard_workbook, receive_workbook
from commonweal_web.workbooks.actions.sending import accept_workbook, ask_to_compare, ask_to_send

__all__ = ["accept_workbook", "ask_to_compare", "ask_to_send", "discard_workbook", "receive_workbook"]
