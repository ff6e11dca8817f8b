"""What can happen to evidence. File names are not told: they may name people, and an event is never erased."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

ATTACHED = verb("evidence.attached", "{actor} attached evidence: a {kind} of {size} (SHA-256 {digest}).")
REMOVED = verb("evidence.removed", "{actor} removed a piece of evidence: a {kind} of {size} (SHA-256 {digest}).")
SHARED = verb("evidence.shared", "{actor} added a copy that others may see (SHA-256 {digest}).")
DATED = verb("evidence.dated", "{actor} noted that it {runs_out}, and is kept until {keep_until}.")
ERASED = verb("evidence.erased", "{actor} erased the file and its name; its digest {digest} is kept.")
DISPOSED = verb("evidence.disposed", "It was kept until {keep_until}, so the file and its name were erased.")
