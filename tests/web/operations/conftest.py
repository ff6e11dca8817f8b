"""An installation of its own for a test: data folder, database and port, worked by real commands as in life."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from django.conf import settings

PATIENCE = 60
"""Seconds; a busy machine is not a failure."""


@dataclass
class Installation:
    """An installation of its own."""

    address: str
    environment: dict[str, str]
    root: Path
    screen: Path

    @property
    def home(self) -> Path:
        """Its data folder."""
        return Path(self.environment["COMMONWEAL_HOME"])

    def run(self, *command: str | Path) -> str:
        """Run a command to its end; what it printed."""
        done = self.attempt(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refusal(self, *command: str | Path) -> str:
        """What a command says that is refused, in one line."""
        done = self.attempt(*command)
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stderr.startswith("commonweal: "), done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def attempt(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, however that is."""
        return subprocess.run(self.whole(*command), capture_output=True, text=True, check=False, **self._where())

    def begin(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Begin a command, and go on."""
        return subprocess.Popen(self.whole(*command), stdout=subprocess.DEVNULL, **self._where())

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """While it serves. Whatever happens, nothing of it is left running."""
        with self.screen.open("wb") as screen:
            server = subprocess.Popen(self.whole("serve"), stdout=screen, stderr=screen, **self._where())
        try:
            yield server
        finally:
            family = children_of(server)
            server.terminate()
            server.wait(PATIENCE)
            for member in psutil.wait_procs(family, timeout=PATIENCE)[1]:
                member.kill()

    def told(self) -> str:
        """What the server has said so far."""
        return self.screen.read_text(encoding="utf-8")

    def wait_until_it_tells(self, text: str) -> None:
        """Wait until the server has said ``text``."""
        for _ in range(10 * PATIENCE):
            if text in self.told():
                return
            time.sleep(0.1)
        pytest.fail(f"{text!r} was never said, but:\n{self.told()}")

    def page(self, browser: requests.Session, path: str = "/") -> requests.Response:
        """Open a page; the server may still be starting."""
        for _ in range(10 * PATIENCE):
            with suppress(requests.ConnectionError):
                return browser.get(self.address + path, timeout=PATIENCE)
            time.sleep(0.1)
        pytest.fail(f"Nothing answers at {self.address}:\n{self.told()}")

    def whole(self, *command: str | Path) -> list[str]:
        """The command as the system takes it."""
        return [sys.executable, "-m", "commonweal_web", *map(str, command)]

    def _where(self) -> dict[str, Any]:
        return {"cwd": self.root, "env": self.environment}


def children_of(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Every process that it started; none when it has ended."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(server.pid).children(recursive=True)
    return []


def send(browser: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    """Fill in the form of a page and send it."""
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text))
    return browser.post(page.url, typed | {"csrfmiddlewaretoken": token}, timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def database_of_its_own() -> Iterator[dict[str, str]]:
    """The variables that name an empty database: in the data folder, or on the server that the tests use."""
    if settings.DATABASE == "sqlite":
        yield {}
        return
    import psycopg

    server = settings.DATABASES["default"]
    where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    name = f"commonweal_{secrets.token_hex(4)}"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        kept = ("COMMONWEAL_DATABASE", "COMMONWEAL_SECRET_KEY")
        named = {name: value for name, value in os.environ.items() if name.startswith(kept)}
        yield named | {"COMMONWEAL_DATABASE_NAME": name}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def new_installation(
    repo_root: Path, built_styles: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Installation]]:
    """``new_installation()`` is one more, of which the others know nothing."""
    assert built_styles.is_dir()
    strange = ("COMMONWEAL_", "DJANGO_")
    around = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    with ExitStack() as databases:

        def new() -> Installation:
            address = f"http://localhost:{free_port()}"
            here = tmp_path_factory.mktemp("installation")
            ours = {"COMMONWEAL_HOME": str(here / "home"), "COMMONWEAL_ADDRESS": address, "PYTHONUNBUFFERED": "1"}
            database = databases.enter_context(database_of_its_own())
            return Installation(address, around | database | ours, repo_root, here / "screen.txt")

        yield new


@pytest.fixture
def installation(new_installation: Callable[[], Installation]) -> Installation:
    return new_installation()
