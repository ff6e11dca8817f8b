"""What the API refuses, besides what actions refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commonweal_web.core.errors import Refused


class TokenRefused(Refused):
    """A token that cannot be made so."""


class ApiRefused(Refused):
    """A request that is refused before any action is asked. ``kind`` says which refusal it is, in one word."""

    status = 400
    kind = "bad-request"

    def __init__(self, told: str = "", errors: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(told)
        self.errors = tuple(errors)


class Unreadable(ApiRefused):
    """The body is not JSON as the API takes it."""

    kind = "unreadable"
    sentence = "The body is not JSON in UTF-8."


class NoKey(ApiRefused):
    """A change without a key."""

    kind = "key-needed"
    sentence = (
        "Every POST needs an Idempotency-Key header: 1 to 200 visible characters of your own, new for each change. "
        "A UUID does well. Sending the same request again with the same key changes nothing twice."
    )


class NoToken(ApiRefused):
    """No token, or none that works."""

    status = 401
    kind = "token-needed"
    sentence = (
        "Send a token that works, as 'Authorization: Bearer …'. It may have expired or been revoked. "
        "Make one on the platform, under Your account, API tokens."
    )


class ReadOnlyToken(ApiRefused):
    """A token for reading only."""

    status = 403
    kind = "read-only-token"
    sentence = "This token only reads. Make one that may also write."


class NoSuchMethod(ApiRefused):
    """The address does not take this method."""

    status = 405
    kind = "method-not-allowed"
    sentence = "This address does not take this method. See the Allow header."


class ChangedMeanwhile(ApiRefused):
    """It is not any more what the program last read."""

    status = 412
    kind = "changed-meanwhile"
    sentence = "It changed since you read it, so nothing was saved. Read it again, look, and send its new ETag."


class TooLarge(ApiRefused):
    """The body is too large."""

    status = 413
    kind = "too-large"


class NotJson(ApiRefused):
    """The body is said to be something else than JSON."""

    status = 415
    kind = "not-json"
    sentence = "Send JSON, with 'Content-Type: application/json'."


class NotAsked(ApiRefused):
    """What was sent cannot be understood; ``errors`` says everything that is wrong."""

    status = 422
    kind = "invalid"
    sentence = "Some of what you sent must be put right first. Nothing was saved."


class KeyUsedOtherwise(ApiRefused):
    """The key was used for something else."""

    status = 422
    kind = "key-used"
    sentence = "This Idempotency-Key was used with another request. Send a new key for a new change."


class NoIfMatch(ApiRefused):
    """A correction that does not say what it corrects."""

    status = 428
    kind = "if-match-needed"
    sentence = "Read it first, and send its ETag in an If-Match header: then nothing that others changed is lost."


class TooFast(ApiRefused):
    """Too many requests."""

    status = 429
    kind = "too-many-requests"
    sentence = "Too many requests within a minute. Wait a minute, then go on."
