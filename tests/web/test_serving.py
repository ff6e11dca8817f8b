"""``python -m commonweal_web``: a partnership is started, served, signed in to over HTTP, and stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests
from django.conf import settings

from commonweal_web.core.management.commands import serve

PASSWORD = "three words do well"
PATIENCE = 60
"""Seconds; a busy machine is not a failure."""
INVITE = """
from commonweal_web.accounts import actions, links
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
scope = Scope.of(links.account_of("ada@example.org"))
actions.invite(by=scope, email="nora@example.org", role=Role.VIEWER, place=scope.partnerships.get())
"""


@dataclass
class Installation:
    """An installation of its own: data folder, database and port."""

    address: str
    environment: dict[str, str]
    root: Path
    screen: Path

    def run(self, *command: str) -> str:
        """Run a command to its end; what it printed."""
        done = subprocess.run(self._whole(command), capture_output=True, text=True, check=False, **self._where())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """While it serves. Whatever happens, nothing of it is left running."""
        with self.screen.open("wb") as screen:
            server = subprocess.Popen(self._whole(("serve",)), stdout=screen, stderr=screen, **self._where())
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

    def _whole(self, command: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "commonweal_web", *command]

    def _where(self) -> dict[str, object]:
        return {"cwd": self.root, "env": self.environment}


def children_of(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Every process that it started; none when it has ended."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(server.pid).children(recursive=True)
    return []


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
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE commonweal_served")
        kept = ("COMMONWEAL_DATABASE", "COMMONWEAL_SECRET_KEY")
        named = {name: value for name, value in os.environ.items() if name.startswith(kept)}
        yield named | {"COMMONWEAL_DATABASE_NAME": "commonweal_served"}
        connection.execute("DROP DATABASE commonweal_served WITH (FORCE)")


@pytest.fixture
def installation(repo_root: Path, built_styles: Path, tmp_path: Path) -> Iterator[Installation]:
    assert built_styles.is_dir()
    strange = ("COMMONWEAL_", "DJANGO_")
    around = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    address = f"http://localhost:{free_port()}"
    with database_of_its_own() as database:
        yield Installation(
            address,
            around
            | database
            | {"COMMONWEAL_HOME": str(tmp_path / "home"), "COMMONWEAL_ADDRESS": address, "PYTHONUNBUFFERED": "1"},
            repo_root,
            tmp_path / "screen.txt",
        )


def send(browser: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    """Fill in the form of a page and send it."""
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text))
    return browser.post(page.url, typed | {"csrfmiddlewaretoken": token}, timeout=PATIENCE)


def test_a_partnership_is_started_served_signed_in_to_and_stopped(installation: Installation) -> None:
    told = installation.run("start", "examples/county-durham-pound.yaml", "--email", "Ada@example.org", "--name", "Ada")
    assert "County Durham Pound is started: 6 objectives, 13 members, an empty ledger." in told
    [link] = re.findall(rf"{installation.address}(\S+)", told)
    with installation.serving() as server, requests.Session() as browser:
        chosen = send(browser, installation.page(browser, link), password1=PASSWORD, password2=PASSWORD)
        assert chosen.status_code == 200
        start = send(
            browser, installation.page(browser, "/accounts/login/"), login="ada@example.org", password=PASSWORD
        )
        assert start.url == f"{installation.address}/"
        assert "You are signed in as Ada." in start.text
        [partnership] = re.findall(r'href="(/partnerships/[0-9a-f-]+/)"', start.text)
        page = installation.page(browser, partnership)
        assert "Help communities, groups and charities" in page.text
        assert "Bishop Chadwick Education Trust" in page.text
        [styles] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
        assert re.search(r"commonweal\.[0-9a-f]{12}\.css", styles)
        assert "immutable" in installation.page(browser, styles).headers["Cache-Control"]

        installation.run("shell", "-c", INVITE)
        installation.wait_until_it_tells("To: nora@example.org")

        family = children_of(server)
        assert len(family) >= 3
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    assert "Commonweal has stopped." in installation.told()


def test_the_server_does_not_go_on_without_the_worker_of_the_queue(installation: Installation) -> None:
    with installation.serving() as server, requests.Session() as browser:
        assert "Sign in" in installation.page(browser).text
        family = children_of(server)
        [worker] = [child for child in family if "db_worker" in child.cmdline()]
        worker.kill()
        assert server.wait(PATIENCE) == 1
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    assert "The worker of the queue ended by itself" in installation.told()


def test_where_there_is_no_gunicorn_djangos_own_server_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gunicorn" in serve.web_server("127.0.0.1:8000", 2)
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    assert serve.web_server("127.0.0.1:8000", 2)[-4:] == ["runserver", "--noreload", "--nostatic", "127.0.0.1:8000"]


def test_without_django_the_platform_says_what_to_install() -> None:
    without = "import sys; sys.modules['django'] = None; sys.argv = ['commonweal_web', 'serve']; "
    run = "from commonweal_web import __main__ as door; door.find_spec = lambda name: None; door.main()"
    done = subprocess.run([sys.executable, "-c", without + run], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("pip install 'commonweal[platform]'")


def test_a_setting_that_makes_no_sense_stops_a_command_with_one_sentence(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonweal_web", "serve"],
        env=installation.environment | {"COMMONWEAL_SESSION_HOURS": "a day"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "commonweal: COMMONWEAL_SESSION_HOURS is 'a day', but it must be a whole number.\n"
