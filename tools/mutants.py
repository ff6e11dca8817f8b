"""Small wrong changes to a module, one at a time: what a good test suite must notice.

Kinds: a comparison, a sum or a boolean turned round; a whole number one more or one less; a word replaced; a
condition always or never true; a statement left out; nothing returned; a keyword, a filter or a step of a chain of
calls left out; one element of a tuple of words left out. The wording of messages (f-strings and sentences),
docstrings, annotations and decorators are left alone.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ORDERED = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_SUMS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_TWINS = dict(
    pair
    for one, other in (("min", "max"), ("any", "all"), ("is_null", "is_not_null"), ("first", "last"))
    for pair in ((one, other), (other, one))
) | {"min_horizontal": "max_horizontal", "max_horizontal": "min_horizontal"}
_STEPS = frozenset("filter fill_null drop_nulls cast abs unique sort over drop clip sign lower casefold strip".split())
"""Calls on a value that may be left out: ``x.sort()`` becomes ``x``."""
_WORD = re.compile(r"[\w.-]+")

Path = tuple[tuple[str, int | None], ...]
"""The way from the module to a node: a field and, in a list, a place, at each step."""


@dataclass(frozen=True)
class Mutant:
    """One change: the line, the outermost function that holds it (None outside), and what changes."""

    line: int
    statement: tuple[int, int]
    """First and last line of the smallest statement around the change."""
    function: str | None
    what: str
    path: Path
    replacement: ast.AST

    @classmethod
    def none(cls, tree: ast.Module) -> Mutant:
        """The change that changes nothing: the first statement for itself."""
        return cls(1, (1, 1), None, "", (("body", 0),), tree.body[0])

    def applied(self, tree: ast.Module) -> ast.Module:
        """The module with this change."""
        changed = copy.deepcopy(tree)
        node: ast.AST = changed
        for field, place in self.path[:-1]:
            node = getattr(node, field) if place is None else getattr(node, field)[place]
        field, place = self.path[-1]
        if place is None:
            setattr(node, field, self.replacement)
        else:
            getattr(node, field)[place] = self.replacement
        return ast.fix_missing_locations(changed)


def mutants(tree: ast.Module) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    return list(_walk(tree, (), None, (), (0, 0)))


def _walk(
    node: ast.AST, path: Path, function: str | None, scope: tuple[str, ...], lines: tuple[int, int]
) -> Iterator[Mutant]:
    if isinstance(node, ast.stmt):
        # Of a compound statement only the head is its own; its body is other statements.
        body = getattr(node, "body", None)
        lines = (node.lineno, max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno)
    for what, replacement in _changes(node, function):
        located = ast.copy_location(replacement, node)
        yield Mutant(getattr(node, "lineno", lines[0]), lines, function, what, path, located)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = (*scope, node.name)
    for field, value in ast.iter_fields(node):
        # What stands in a signature runs when the module is read, not when the function is called.
        inside = function
        if isinstance(node, ast.FunctionDef) and field == "body" and function is None:
            inside = ".".join(scope)
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not _left_alone(node, field, child, inside):
                yield from _walk(child, (*path, (field, place)), inside, scope, lines)


def _left_alone(parent: ast.AST, field: str, child: ast.AST, function: str | None) -> bool:
    if field in {"annotation", "returns", "decorator_list", "format_spec", "bases", "ctx", "ops", "op"}:
        return True
    if isinstance(parent, ast.Tuple) and function is None:
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True
    if isinstance(parent, ast.JoinedStr) and isinstance(child, ast.Constant):
        return True
    is_alias = isinstance(child, ast.Assign) and isinstance(child.value, ast.Subscript)
    return isinstance(child, ast.Import | ast.ImportFrom) or (is_alias and isinstance(parent, ast.Module))


def _changes(node: ast.AST, function: str | None) -> Iterator[tuple[str, ast.AST]]:
    text = ast.unparse(node).partition("\n")[0] if isinstance(node, ast.stmt | ast.expr | ast.comprehension) else ""
    for changed in _variants(node, function):
        yield f"{text}  →  {ast.unparse(changed).partition(chr(10))[0]}", changed


def _variants(node: ast.AST, function: str | None) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, old in enumerate(node.ops):
                for new in _ORDERED[type(old)]:
                    yield _with(node, ops=[*node.ops[:place], new(), *node.ops[place + 1 :]])
        case ast.BinOp() if not _is_text(node.left) and not _is_text(node.right):
            yield _with(node, op=_SUMS[type(node.op)]())
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.Constant(value=bool() as truth):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield from (ast.Constant(number + 1), ast.Constant(number - 1))
        case ast.Constant(value=str() as word) if _WORD.fullmatch(word):
            yield ast.Constant("mutant")
        case ast.If() | ast.IfExp() if ast.unparse(node.test) != "TYPE_CHECKING":
            yield from (_with(node, test=ast.Constant(truth)) for truth in (True, False))
        case ast.comprehension(ifs=[_, *_] as conditions):
            yield from (
                _with(node, ifs=[*conditions[:place], *conditions[place + 1 :]]) for place in range(len(conditions))
            )
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Tuple(elts=[_, _, *_] as words) if function is None and all(map(_is_text, words)):
            yield from (_with(node, elts=[*words[:place], *words[place + 1 :]]) for place in range(len(words)))
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    for place, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield _with(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])
    if isinstance(node.func, ast.Name) and node.func.id in _TWINS:
        yield _with(node, func=ast.Name(_TWINS[node.func.id], ast.Load()))
    if isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in _TWINS:
            yield _with(node, func=ast.Attribute(node.func.value, _TWINS[name], ast.Load()))
        if name in _STEPS:
            yield node.func.value
        if name in {"filter", "sort"} and len(node.args) > 1:
            yield from (_with(node, args=[*node.args[:n], *node.args[n + 1 :]]) for n in range(len(node.args)))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _with(node: ast.AST, **changed: object) -> ast.AST:
    copied = copy.copy(node)
    for field, value in changed.items():
        setattr(copied, field, value)
    return copied
