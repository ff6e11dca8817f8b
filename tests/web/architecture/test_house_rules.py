"""The rules that keep the platform honest, read from its source: who reads, who writes, how long views are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3] / "src" / "commonweal_web"
MODULES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts and "design" not in path.parts)

READS_WITHOUT_A_SCOPE = {
    **{f"core/scope/{name}.py": "it is the scope" for name in ("asking", "members", "records", "proof", "own")},
    "accounts/links.py": "before there is an account, a signed link is the permission",
    "api/bearing.py": "before there is a scope, the secret of a token is the permission",
    "core/unfinished.py": "it asks whether a row is there when the platform starts, and tells nobody what is in it",
    "statements/columns.py": "totals are shared with all who take part; single lines are asked for by who found them",
    "assurance/links.py": "a recipient has no account: the link that they hold is the permission",
    "assurance/asking.py": "a question that a link or a scope found is shown with the entries that it asks about",
    "assurance/letters.py": "the queue names a question by its id, and whoever is written to is found behind it",
    "work/links.py": "the queue names a digest by its id, and a signed link in a mail is the permission",
    "workbooks/tasks.py": "the queue names a workbook by its id, and works in the scope of who gave it",
    "ledger/rebuild.py": "it folds all facts again and compares; whoever runs the machine sees labels alone",
    "ledger/permissions.py": "who may approve is read from roles, and gives no more than the ids of accounts",
    "ledger/actions/steps.py": "what an action was given is read again once nobody else can write",
    "methods/packs.py": "a published edition, for whoever found it",
    "demo/management/commands/demo.py": "it asks whether the demonstration is there",
    "operations/emptiness.py": "whoever runs the machine is told whether it holds a ledger, and nothing of it",
}
FETCHING = {"get", "all", "values", "values_list", "in_bulk", "raw", "first", "last", "iterator"}
LONGEST_VIEW = 20
QUERY = re.compile(r"^(objects|_default_manager|_base_manager)$")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_action(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def is_views(path: Path) -> bool:
    return path.name == "views.py" or (path.parent.name == "views" and path.name != "__init__.py")


def reads(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Every ``Model.objects.<method>``: its line, its model, its method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and QUERY.match(node.value.attr):
            yield node.lineno, ast.unparse(node.value.value), node.attr


def breaches(path: Path, source: str) -> list[str]:
    """Where a module looks past the scope. Actions may create, and narrow down to what they are about to change;
    what they change is given to them, found by the scope."""
    name, tree = name_of(path), ast.parse(source)
    if name in READS_WITHOUT_A_SCOPE:
        return []
    found = list(reads(tree))
    if is_action(path):
        found = [read for read in found if read[2] in FETCHING]
    return [f"{name}:{line} {model}.objects.{method}" for line, model, method in found]


def test_the_rules_are_asked_of_something() -> None:
    known = {"core/scope/asking.py", "accounts/views/people.py", "partnerships/queries/members.py"}
    assert known <= {name_of(path) for path in MODULES}
    assert READS_WITHOUT_A_SCOPE.keys() <= {name_of(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_scope_reads_the_ledger(path: Path) -> None:
    if path.name != "models.py" and name_of(path) != "core/events.py":
        assert breaches(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["views.py", "queries.py", "forms.py", "history.py"])
def test_the_rule_finds_a_view_that_looks_past_the_scope(name: str) -> None:
    sneaky = "def page(request):\n    return Organisation.objects.filter(pk=1)\n"
    assert breaches(ROOT / "accounts" / name, sneaky) == [f"accounts/{name}:2 Organisation.objects.filter"]


def test_the_rule_finds_an_action_that_fetches_what_it_was_not_given() -> None:
    sneaky = "def correct(*, by, id):\n    return Organisation.objects.get(pk=id)\n"
    assert breaches(ROOT / "partnerships" / "actions" / "sneaky.py", sneaky)


ACTIONS = [
    (path, function)
    for path in MODULES
    if is_action(path)
    for function in tree_of(path).body
    if isinstance(function, ast.FunctionDef) and any("atomic" in ast.unparse(d) for d in function.decorator_list)
]


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 20


@pytest.mark.parametrize(("path", "function"), ACTIONS, ids=[function.name for _, function in ACTIONS])
def test_an_action_takes_keywords_only_with_the_actor_first(path: Path, function: ast.FunctionDef) -> None:
    taken = function.args
    assert not taken.args and not taken.posonlyargs, f"{function.name} takes an argument by position"
    # Who has no account yet has no scope: such an action makes its own actor.
    makes_its_actor = function.name in {
        "open_account",
        "open_account_by_single_sign_on",
        "accept_invitation_as_newcomer",
        "answer_as_recipient",
    }
    assert makes_its_actor or taken.kwonlyargs[0].arg == "by"


def test_no_action_opens_a_transaction_without_telling_what_the_database_refuses() -> None:
    bare = [
        f"{name_of(path)}: {function.name}"
        for path, function in ACTIONS
        if [ast.unparse(decorator) for decorator in function.decorator_list] != ["atomic_action"]
    ]
    assert bare == []


@pytest.mark.parametrize("path", [path for path in MODULES if not is_action(path)], ids=name_of)
def test_only_actions_write(path: Path) -> None:
    writing = {"create", "bulk_create", "get_or_create", "update_or_create", "save", "delete", "bulk_update"}
    calls = [
        f"{name_of(path)}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writing
    ]
    # Events are written where actions ask for it, and nowhere else; a photo is saved as a file and is no row.
    assert calls == [] or name_of(path) in {"core/events.py", "evidence/inspecting/photos.py"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_happens_behind_the_back(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"django\.db\.models\.signals|@receiver|\b(post|pre)_(save|delete)\b", source)
    assert "def save(" not in source, "what a save does is written in an action"


@pytest.mark.parametrize("path", [path for path in MODULES if is_views(path)], ids=name_of)
def test_views_are_short(path: Path) -> None:
    views = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
    assert views
    long = [view.name for view in views if (view.end_lineno or 0) - view.lineno + 1 > LONGEST_VIEW]
    assert long == []


def test_templates_walk_to_no_rows_that_a_scope_did_not_find() -> None:
    templates = [path for path in ROOT.rglob("*.html") if "design" not in path.parts]
    assert templates
    past = [
        f"{name_of(path)}: {found}"
        for path in templates
        for found in re.findall(r"\w+_set\b|\.objects\b|\.all\b", path.read_text(encoding="utf-8"))
    ]
    assert past == []


def test_the_admin_is_not_used() -> None:
    from django.conf import settings

    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
