"""Help on functions, and on what stands at a place of an expression."""

from dataclasses import dataclass

from aeptui.core.expressions.catalog import NULL_RULES, Function, Overload, functions, methods
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.lexer import Token, tokenize


@dataclass(frozen=True, slots=True)
class FunctionDoc:
    """What help says of a function; ``notes`` are sentences on null, status, availability and evaluation."""

    name: str
    aliases: tuple[str, ...]
    category: str
    signatures: tuple[str, ...]
    returns: str
    description: str
    notes: tuple[str, ...]
    example: str


def describe(name: str) -> FunctionDoc:
    """The help on a function or method, by its name or an alias. Raises KeyError for a name that is none."""
    function = functions().get(name) or methods()[name]
    return FunctionDoc(
        function.name,
        function.aliases,
        function.category,
        tuple(signature_label(function, overload) for overload in function.overloads),
        function.returns,
        function.description,
        tuple(_notes(function)),
        function.example,
    )


def signature_label(function: Function, overload: Overload) -> str:
    """A signature as help shows it: ``lpad(INPUT, COUNT, PADDING)``, ``STRING1.equals(STRING2)``."""
    labels = [param.label for param in overload.params]
    if function.is_method:
        return f"{labels[0]}.{function.name}({', '.join(labels[1:])})"
    return f"{function.name}({', '.join(labels)})"


def _notes(function: Function) -> list[str]:
    notes = [NULL_RULES[function.null_rule]] if function.null_rule not in ("none", "unknown") else []
    if function.status == "deprecated":
        notes.append(f"Deprecated: use {function.replacement}." if function.replacement else "Deprecated.")
    if function.availability != "all":
        notes.append(f"Documented for {function.availability}.")
    if function.evaluation == "approximate":
        notes.append("Evaluated here approximately: the platform may read rare user agents otherwise.")
    elif function.evaluation == "platform-only":
        notes.append("Only the platform can compute it.")
    return notes


def function_names() -> list[str]:
    """The names of all functions and methods, aliases left out, in the order of their categories."""
    known = [*functions().values(), *methods().values()]
    return list(dict.fromkeys(name for names in _grouped(known).values() for name in names))


def functions_by_category() -> dict[str, list[str]]:
    """The names of all functions and methods, aliases left out, per category."""
    return _grouped([*functions().values(), *methods().values()])


def _grouped(known: list[Function]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for function in known:
        names = groups.setdefault(function.category, [])
        if function.name not in names:
            names.append(function.name)
    return groups


@dataclass(frozen=True, slots=True)
class Hover:
    """Help on the token from ``start`` to ``end``: a head line and an explanation, which may be empty."""

    start: int
    end: int
    head: str
    text: str


def hover(text: str, offset: int, fields: SourceFields | None = None) -> Hover | None:
    """The help on the function, method or field at an offset; None where there is none."""
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        if token.kind in ("name", "quoted") and token.start <= offset < token.end:
            return _hover(tokens, index, fields)
    return None


def _hover(tokens: list[Token], index: int, fields: SourceFields | None) -> Hover | None:
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    called = following is not None and following.kind == "op" and following.value == "("
    dotted = index > 0 and tokens[index - 1].kind == "op" and tokens[index - 1].value == "."
    if called and token.kind == "name":
        function = (methods() if dotted else functions()).get(token.value)
        if function is None:
            return None
        head = " or ".join(signature_label(function, overload) for overload in function.overloads)
        return Hover(token.start, token.end, f"{head}: {function.returns}", function.description)
    path = path_up_to(tokens, index)
    kind = fields.type_of(path) if fields is not None and path else None
    return None if kind is None else Hover(token.start, token.end, ".".join(path), f"source field of type {kind}")


def path_up_to(tokens: list[Token], index: int) -> tuple[str, ...]:
    """The path of the field whose last name is the token at an index; empty where it is no plain path."""
    steps: list[str] = []
    index = _skip_index(tokens, index)
    while index >= 0:
        token = tokens[index]
        if token.kind == "quoted":
            steps[:0] = token.value
        elif token.kind == "name":
            steps.insert(0, token.value)
        else:
            return ()
        if index == 0 or tokens[index - 1].value != "." or tokens[index - 1].kind != "op":
            return tuple(steps)
        index = _skip_index(tokens, index - 2)
    return ()


def _skip_index(tokens: list[Token], index: int) -> int:
    """The index before ``[…]`` that ends at an index; the index itself where none does."""
    while index >= 0 and tokens[index].kind == "op" and tokens[index].value == "]":
        depth = 0
        while index >= 0:
            value = tokens[index].value if tokens[index].kind == "op" else None
            depth += (value == "]") - (value == "[")
            index -= 1
            if not depth:
                break
    return index
