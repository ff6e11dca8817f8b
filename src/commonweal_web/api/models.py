"""Tokens, by which a program acts as a person; and answers that are kept, so that asking twice does nothing twice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from commonweal_web.core.models import Record


class Token(Record):
    """Lets a program act as a person, with what there is for them. Only a digest of the secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    """What its maker calls it, so that they know it again."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret, which has 256 random bits: nobody guesses it, so a slow digest would add nothing."""
    ending = models.CharField(max_length=4)
    """The last letters of the secret, to tell tokens apart by."""
    may_write = models.BooleanField()
    speaks_for = models.CharField(max_length=40, blank=True)
    """For whom it acts where its maker could act for several: see ``Scope.chosen``."""
    made_at = models.DateTimeField(auto_now_add=True)
    last_day = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(Record):
    """What was answered to a change, by the key that came with it. The same again gets this answer, and no more."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    """SHA-256 of what was asked: address, body and all."""
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]
        indexes: ClassVar = [models.Index(fields=["at"], name="kept_answer_by_age")]
