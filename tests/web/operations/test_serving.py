"""``python -m commonweal_web``: a partnership is started, served, signed in to over HTTP, and stopped."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys

import psutil
import pytest
import requests

from commonweal_web.core.management.commands import serve
from tests.web.operations.conftest import PATIENCE, Installation, children_of, send

PASSWORD = "three words do well"
INVITE = """
from commonweal_web.accounts import actions, links
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
scope = Scope.of(links.account_of("ada@example.org"))
actions.invite(by=scope, email="nora@example.org", role=Role.VIEWER, place=scope.partnerships.get())
"""


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
        assert "Sign out" in start.text
        # Whoever has one partnership arrives on its dashboard.
        [partnership] = re.findall(rf"{installation.address}(/partnerships/[0-9a-f-]+/)\w+/", start.url)
        page = installation.page(browser, partnership)
        assert "Help communities, groups and charities" in page.text
        assert "Bishop Chadwick Education Trust" in installation.page(browser, f"{partnership}members/").text
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


def test_a_port_that_is_taken_is_told_in_plain_words(installation: Installation) -> None:
    port = int(installation.address.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        assert f"Something else listens on 127.0.0.1:{port} already." in installation.refusal("serve")
    assert "--bind is 'here'" in installation.refusal("serve", "--bind", "here")


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
