"""From a syntax tree to nested closures, once per expression; a row then runs through them without any dispatch.

A closure takes the row itself, or a ``Scope`` where the expression has lambdas or divides: both need more than a row.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from aeptui.core.expressions import access, fastops
from aeptui.core.expressions.arguments import Run, raw_call, typed_call
from aeptui.core.expressions.catalog import functions
from aeptui.core.expressions.clock import Clock, SystemClock
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import Registered, implementation
from aeptui.core.expressions.methods import compile_method
from aeptui.core.expressions.nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Expression,
    Field,
    Index,
    Lambda,
    Literal,
    MapLiteral,
    Member,
    MethodCall,
    Unary,
    children,
)
from aeptui.core.expressions.outcome import Evaluator, Outcome, Warning_
from aeptui.core.expressions.parser import parse
from aeptui.core.expressions.scope import Scope, Session
from aeptui.core.expressions.values import to_text

Params = tuple[tuple[str, ...], ...]
"""The parameters of the lambdas around a node, the outermost first."""

SAFE_DEPTH = 150
"""Trees deeper than this run with a higher recursion limit: closures call each other once a level."""


def compile_expression(expression: str | Expression, *, clock: Clock | None = None) -> Evaluator:
    """A callable that evaluates the expression on a row.

    The row maps the names of source fields to JSON-like values (datetimes too); a missing field is null. The callable
    never raises: a failure gives null and a warning. Raises ExpressionError where the text is rejected.
    """
    tree = parse(expression) if isinstance(expression, str) else expression
    compiler = _Compiler(tree, clock or SystemClock())
    run = compiler.compile(tree)
    if compiler.depth > SAFE_DEPTH:
        run = _with_room(run, compiler.depth)
    return _scoped_evaluator(run) if compiler.scoped else _plain_evaluator(run)


def _plain_evaluator(run: Run) -> Evaluator:
    def evaluate(row: Mapping[str, Any]) -> Outcome:
        try:
            return Outcome(run(row))
        except Exception as error:
            return _failed(error)

    return evaluate


def _scoped_evaluator(run: Run) -> Evaluator:
    def evaluate(row: Mapping[str, Any]) -> Outcome:
        session = Session()
        try:
            return Outcome(run(Scope(row, session)), session.warning)
        except Exception as error:
            return _failed(error)

    return evaluate


def _failed(error: Exception) -> Outcome:
    """The outcome of a failure. Any exception of a row ends here: one bad value must not stop the rows after it."""
    if isinstance(error, TransformError):
        return Outcome(None, Warning_(error.message, error.unknown))
    if isinstance(error, RecursionError):
        return Outcome(None, Warning_("the value is nested too deep to be evaluated here", True))
    return Outcome(None, Warning_(f"the expression failed on this row: {str(error) or type(error).__name__}"))


def _with_room(run: Run, depth: int) -> Run:
    """Raises Python's recursion limit for the time of a call; the functions of the language nest to any depth."""

    def roomy(env: Any) -> Any:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + 4 * depth)
        try:
            return run(env)
        finally:
            sys.setrecursionlimit(limit)

    return roomy


class _Code:
    """A compiled node: how to run it, and what is known of it beforehand."""

    __slots__ = ("constant", "run", "value")

    def __init__(self, run: Run, *, constant: bool = False, value: Any = None) -> None:
        self.run = run
        self.constant = constant
        self.value = value


def _constant(value: Any) -> _Code:
    return _Code(lambda env: value, constant=True, value=value)


def _folded(run: Run, operands: list[_Code]) -> _Code:
    """The code, run beforehand where its operands are constants and the result is a plain value."""
    if all(code.constant for code in operands):
        try:
            value = run(None)
        except Exception:
            # Whatever goes wrong beforehand goes wrong on each row again, and is reported there.
            return _Code(run)
        if not isinstance(value, list | Mapping):
            return _constant(value)
    return _Code(run)


class _Compiler:
    """Compiles bottom-up without recursion, so that no nesting is too deep."""

    def __init__(self, tree: Expression, clock: Clock) -> None:
        self._clock = clock
        self._functions = functions()
        self._order: list[tuple[Expression, Params]] = []
        self.depth = 0
        """How many closures call each other at most."""
        self.scoped = False
        """Whether the closures take a Scope rather than the row."""
        waiting: list[tuple[Expression, Params, int]] = [(tree, (), 1)]
        while waiting:
            node, params, depth = waiting.pop()
            self._order.append((node, params))
            self.depth = max(self.depth, depth)
            if isinstance(node, Lambda):
                params = (*params, node.params)
                self.scoped = True
            elif isinstance(node, Binary) and node.op in "/%":
                self.scoped = True
            waiting.extend((child, params, depth + 1) for child in reversed(children(node)))

    def compile(self, tree: Expression) -> Run:
        """The closure of the whole tree."""
        done: list[_Code] = []
        for node, params in reversed(self._order):
            operands = [done.pop() for _ in children(node)]
            done.append(self._node(node, params, operands))
        return done[0].run

    def _node(self, node: Expression, params: Params, operands: list[_Code]) -> _Code:
        runs = [code.run for code in operands]
        match node:
            case Literal(value=value):
                return _constant(value)
            case Field(path=path):
                return _Code(self._field(path, params))
            case Member(target=target, name=name):
                return _Code(self._member(target, name, params, runs[0]))
            case Index():
                return _Code(access.element(*runs))
            case Unary(op=op):
                return _folded(fastops.unary(op, runs[0]), operands)
            case Binary(op=op):
                run = fastops.binary(op, *runs)
                return _Code(run) if op in "/%" else _folded(run, operands)
            case Conditional():
                return _Code(fastops.conditional(*runs))
            case ArrayLiteral():
                return _Code(lambda env: [run(env) for run in runs])
            case MapLiteral():
                return _Code(_map(runs))
            case Lambda(params=names):
                return _Code(_lambda(runs[0], len(names)))
            case MethodCall(name=name):
                return _Code(compile_method(name, runs[0], runs[1:]))
            case Call(name=name):
                return self._call(name, operands)

    def _field(self, path: tuple[str, ...], params: Params) -> Run:
        run = self._first_step(path[0], params)
        for name in path[1:]:
            run = access.member(run, name)
        return run

    def _first_step(self, name: str, params: Params) -> Run:
        for levels, names in enumerate(reversed(params)):
            if name in names:
                return access.parameter(levels)
        return access.row_field(name, scoped=self.scoped)

    def _member(self, target: Expression, name: str, params: Params, run: Run) -> Run:
        if isinstance(target, Field) and len(target.path) == 1 and not self.scoped:
            return access.nested_field(target.path[0], name)
        return access.member(run, name)

    def _call(self, name: str, operands: list[_Code]) -> _Code:
        function = self._functions[name]
        known = implementation(function.name, function.category)
        runs = [code.run for code in operands]
        if known.need:
            return _Code(self._needing(known, runs))
        run = raw_call(known.call, runs) if known.raw else typed_call(function, known.call, runs)
        return _folded(run, operands) if known.stable else _Code(run)

    def _needing(self, known: Registered, runs: list[Run]) -> Run:
        call, clock = known.call, self._clock
        if known.need == "clock":
            return lambda env: call(clock)
        if self.scoped:
            return lambda scope: call(scope.row, *[run(scope) for run in runs])
        return lambda row: call(row, *[run(row) for run in runs])


def _map(runs: list[Run]) -> Run:
    keys, values = runs[::2], runs[1::2]

    def run(env: Any) -> Any:
        result = {}
        for key, value in zip(keys, values, strict=True):
            name = key(env)
            if name is None:
                raise TransformError("null cannot be the key of a map")
            result[to_text(name)] = value(env)
        return result

    return run


def _lambda(body: Run, count: int) -> Run:
    """Yields the lambda itself: a callable that takes one value."""

    def run(scope: Scope) -> Callable[[Any], Any]:
        if count != 1:
            raise TransformError(f"what a lambda with {count} parameters gets, only the platform knows", unknown=True)
        session = scope.session
        inner = Scope(scope.row, session, scope)

        def apply(value: Any) -> Any:
            inner.value = value
            result = body(inner)
            session.spend(result)
            return result

        return apply

    return run
