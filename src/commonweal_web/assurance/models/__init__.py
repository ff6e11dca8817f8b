"""How entries are proved by others than those who claim them.

ConfirmationRequest ──< RequestedEntry            somebody asks a recipient about entries
    ├── Recipient                                 whom: personal data, apart, so that it can be erased
    ├──< ConfirmationLink                         the digest of each link that was made; the link itself is not kept
    └──< Confirmation ── ConfirmationWords        what the recipient said of each version: a fact; and in their words
Query ──< Message ── MessageWords                 a question about an entry, and what was said since
  └── QueryClosing
Verification ── VerificationWords                 what somebody independent found, and what they looked at
Sample ──< SampleLine                             what was drawn, as it stood when it was drawn
"""

from commonweal_web.assurance.models.confirmations import (
    Confirmation,
    ConfirmationLink,
    ConfirmationRequest,
    ConfirmationWords,
    Recipient,
    RequestedEntry,
    Verdict,
)
from commonweal_web.assurance.models.questions import Message, MessageWords, Query, QueryClosing
from commonweal_web.assurance.models.verifications import (
    Finding,
    LookedAt,
    Sample,
    SampledTotal,
    SampleLine,
    Verification,
    VerificationWords,
)

__all__ = [
    "Confirmation",
    "ConfirmationLink",
    "ConfirmationRequest",
    "ConfirmationWords",
    "Finding",
    "LookedAt",
    "Message",
    "MessageWords",
    "Query",
    "QueryClosing",
    "Recipient",
    "RequestedEntry",
    "Sample",
    "SampleLine",
    "SampledTotal",
    "Verdict",
    "Verification",
    "VerificationWords",
]
