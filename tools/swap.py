"""Giving functions of a module that is already imported the code of a changed source."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any


def swap(module: Path, function: str, changed: ast.Module) -> None:
    """Give the one function (``Class.method`` or ``function``) its code from ``changed``, wherever it was imported.

    ``module`` is the path of the source below ``src``. Raises ``LookupError`` when either side has no such function.
    """
    parts = module.with_suffix("").parts
    name = ".".join(parts[parts.index("src") + 1 :]).removesuffix(".__init__")
    target = _function(importlib.import_module(name), function)
    code = next((code for code in _codes(compile(changed, str(module), "exec")) if code.co_qualname == function), None)
    if code is None:
        raise LookupError(f"{function} is not in the changed {module}")
    target.__code__ = code


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        # A class's own dictionary, because asking for a property would run it.
        found = vars(found)[part]
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, classmethod | staticmethod):
        found = found.__func__
    if not isinstance(found, FunctionType):
        raise LookupError(f"{name} of {module.__name__} is not a function")
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
