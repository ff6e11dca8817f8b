"""What can happen to the proof of an entry. Whoever answers by a link has no account: the sentence names who asked."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

ASKED = verb("confirmation.asked", "{actor} asked the recipient to confirm it.")
ASKED_AGAIN = verb("confirmation.asked-again", "{actor} asked the recipient again to confirm it.")
LINK_SHOWN = verb("confirmation.link-shown", "{actor} made a link by which the recipient can confirm it.")
REVOKED = verb("confirmation.revoked", "{actor} took back the question to the recipient.")
CONFIRMED = verb("confirmation.confirmed", "The recipient, whom {actor} asked, confirmed it.")
OTHER_NUMBER = verb(
    "confirmation.other-number", "The recipient, whom {actor} asked, says that it was {theirs}, not {ours}."
)
DISPUTED = verb("confirmation.disputed", "The recipient, whom {actor} asked, says that it did not happen.")
CANNOT_SAY = verb("confirmation.cannot-say", "The recipient, whom {actor} asked, cannot say whether it is right.")
HOLDS = verb("confirmation.holds", "{actor} had the recipient's confirmation hold: the entry now says what they said.")
RECIPIENT_ERASED = verb("confirmation.recipient-erased", "{actor} erased the recipient's details and words.")

QUERIED = verb("query.raised", "{actor} asked a question about it.")
ANSWERED = verb("query.answered", "{actor} wrote about the question.")
SETTLED = verb("query.settled", "{actor} settled the question.")
MESSAGE_ERASED = verb("query.message-erased", "{actor} erased the words of a message.")

VERIFIED = verb("entry.verified", "{actor} verified version {number}, having looked at: {looked_at}.")
REFUTED = verb("entry.refuted", "{actor} found version {number} not right, having looked at: {looked_at}.")
NOTE_ERASED = verb("verification.note-erased", "{actor} erased the words of a verification.")

SAMPLE_DRAWN = verb("sample.drawn", "{actor} drew a sample of {lines} from {total} of {period}, by the words “{seed}”.")
