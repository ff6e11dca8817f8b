"""The settings of a second process that works on a test's database and storage."""

import os

from commonweal_web.settings import *  # noqa: F403
from commonweal_web.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
STORAGES["default"]["OPTIONS"] = {"location": os.environ["TEST_EVIDENCE"]}
