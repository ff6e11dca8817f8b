"""Settings: each is explained, each is refused in a sentence when it makes no sense, and the defaults are safe."""

from __future__ import annotations

import ast
import os
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from commonweal_web import environment
from commonweal_web.environment import SettingRefused

Settings = dict[str, Any]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """``read(COMMONWEAL_X="…")`` is the settings as they are with these variables and no others."""

    def read(**variables: str) -> Settings:
        for name in [name for name in os.environ if name.startswith("COMMONWEAL_")]:
            monkeypatch.delenv(name)
        for name, value in ({"COMMONWEAL_HOME": str(tmp_path)} | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(Path(environment.__file__).with_name("settings.py")))

    return read


def test_the_reference_names_every_variable_and_no_other(repo_root: Path) -> None:
    tree = ast.parse((repo_root / "src" / "commonweal_web" / "settings.py").read_text(encoding="utf-8"))
    used = {
        name + suffix
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.startswith("env")
        for name in [ast.literal_eval(call.args[0])]
        for suffix in (["", "_FILE"] if call.func.id == "envsecret" else [""])
    }
    assert len(used) > 20
    page = (repo_root / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(COMMONWEAL_[A-Z_]+)`", page, flags=re.M))
    assert explained == used


def test_without_any_variable_it_is_an_installation_for_one_machine(read: Any, tmp_path: Path) -> None:
    settings = read()
    assert settings["DATABASES"]["default"]["NAME"] == tmp_path / "ledger.sqlite3"
    assert settings["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["DEBUG"] is False
    assert settings["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert settings["ALLOWED_HOSTS"] == ["localhost"]


def test_the_secret_key_is_made_once_and_kept_for_its_owner(read: Any, tmp_path: Path) -> None:
    first = read()["SECRET_KEY"]
    assert len(first) >= environment.SHORTEST_SECRET_KEY
    assert read()["SECRET_KEY"] == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_an_address_of_others_is_served_safely(read: Any) -> None:
    settings = read(COMMONWEAL_ADDRESS="https://ledger.example.org", COMMONWEAL_SECRET_KEY="k" * 50)
    assert settings["ALLOWED_HOSTS"] == ["ledger.example.org"]
    assert settings["SECURE_SSL_REDIRECT"] and settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_postgresql_and_mail_and_single_sign_on_are_set_by_variables(read: Any, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hush\n")
    settings = read(
        COMMONWEAL_DATABASE="postgresql",
        COMMONWEAL_DATABASE_HOST="db",
        COMMONWEAL_DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        COMMONWEAL_SECRET_KEY="k" * 50,
        COMMONWEAL_EMAIL_HOST="mail.example.org",
        COMMONWEAL_OIDC_SERVER="https://login.example.org",
        COMMONWEAL_OIDC_CLIENT="commonweal",
        COMMONWEAL_OIDC_SECRET="s",
    )
    assert settings["DATABASES"]["default"]["HOST"] == "db"
    assert settings["DATABASES"]["default"]["PASSWORD"] == "hush"
    assert settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    [app] = settings["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["client_id"], app["settings"]["server_url"]) == ("commonweal", "https://login.example.org")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"COMMONWEAL_DEBUG": "perhaps"}, "COMMONWEAL_DEBUG is 'perhaps', but it must be yes or no."),
        ({"COMMONWEAL_INVITATION_DAYS": "a month"}, "must be a whole number"),
        ({"COMMONWEAL_INVITATION_DAYS": "0"}, "must be at least 1 and at most 365"),
        ({"COMMONWEAL_DATABASE": "oracle"}, "must be one of: sqlite, postgresql"),
        ({"COMMONWEAL_DATABASE": "postgresql"}, "COMMONWEAL_SECRET_KEY .* is needed"),
        ({"COMMONWEAL_ADDRESS": "https://ledger.example.org"}, "COMMONWEAL_SECRET_KEY .* is needed"),
        ({"COMMONWEAL_ADDRESS": "ledger.example.org"}, "must look like https://"),
        ({"COMMONWEAL_ADDRESS": "http://ledger.example.org"}, "must begin with https://"),
        ({"COMMONWEAL_SECRET_KEY": "short"}, "needs at least 50"),
        ({"COMMONWEAL_SECRET_KEY": "k" * 50, "COMMONWEAL_SECRET_KEY_FILE": "/k"}, "both set: keep one"),
        ({"COMMONWEAL_SECRET_KEY_FILE": "/no/such/file"}, "which cannot be read"),
        ({"COMMONWEAL_OIDC_SERVER": "https://login.example.org"}, "Single sign-on needs all three"),
        (
            {
                "COMMONWEAL_ADDRESS": "https://ledger.example.org",
                "COMMONWEAL_SECRET_KEY": "k" * 50,
                "COMMONWEAL_DEBUG": "yes",
            },
            "only for an address on this machine",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_a_sentence(
    read: Any, variables: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingRefused, match=sentence):
        read(**variables)
