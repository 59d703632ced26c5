"""The calls about the expression language: its functions, its operators, and whether an expression is valid."""

from typing import Any

from aeptui.core.expressions import ExpressionError, catalog, compile_expression
from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.dataprep import sets

_JAVA_TYPES = {
    "string": "java.lang.String",
    "integer": "java.lang.Integer",
    "long": "java.lang.Long",
    "double": "java.lang.Double",
    "boolean": "java.lang.Boolean",
    "datetime": "java.time.ZonedDateTime",
    "array": "java.util.List",
    "object": "java.util.Map",
    "map": "java.util.Map",
}
_OPERATORS = (
    ("+", "add", 2, "Adds numbers, joins texts", "1 + 2"),
    ("-", "subtract", 2, "Subtracts", "3 - 1"),
    ("*", "multiply", 2, "Multiplies", "2 * 3"),
    ("/", "divide", 2, "Divides", "1 / 2"),
    ("%", "mod", 2, "Gives the remainder of a division", "7 % 3"),
    ("-", "negate", 1, "Changes the sign", "-12"),
    ("~", "complement", 1, "Turns every bit round", "~44"),
    ("!", "not", 1, "True if the condition is not", "!active"),
    ("&&", "and", 2, "True if both are", "a && b"),
    ("||", "or", 2, "True if one of both is", "a || b"),
    ("==", "equals", 2, "Compares for equality", 'state == "open"'),
    ("!=", "notEquals", 2, "True if the values differ", "state != 7"),
    ("<", "lessThan", 2, "True if the left value is smaller", "priority < 3"),
    ("<=", "lessThanOrEqual", 2, "True unless the left value is greater", "priority <= 3"),
    (">", "greaterThan", 2, "True if the left value is greater", "priority > 3"),
    (">=", "greaterThanOrEqual", 2, "True unless the left value is smaller", "priority >= 3"),
    ("&", "and", 2, "Combines the bits that both have", "6 & 3"),
    ("|", "or", 2, "Combines the bits that one of both has", "6 | 3"),
    ("^", "xor", 2, "Combines the bits that one but not both have", "6 ^ 3"),
    ("?:", "ternary", 3, "Chooses between two values", 'vip ? "gold" : "standard"'),
)


async def _functions(call: Call) -> Result:
    return [
        _shown(function, overload)
        for name, function in sorted(catalog.functions().items())
        if name == function.name
        for overload in function.overloads
    ]


async def _operators(call: Call) -> Result:
    names = ("operatorSymbol", "methodName", "numberOfOperands", "description", "example")
    return [dict(zip(names, operator, strict=True)) for operator in _OPERATORS]


async def _validate(call: Call) -> Result:
    body: Any = call.body
    expression = body.get("expression") if isinstance(body, dict) else None
    if isinstance(expression, dict):
        expression = expression.get("expression")
    if not isinstance(expression, str):
        raise sets.invalid("expression is missing or no text")
    try:
        compile_expression(expression)
    except ExpressionError:
        return Answer(body=False)
    return Answer(body=True)


def _shown(function: catalog.Function, overload: catalog.Overload) -> dict[str, Any]:
    params = [
        {
            "name": param.name,
            "description": param.label,
            "type": param.type,
            "dataType": _JAVA_TYPES.get(param.type, "java.lang.Object"),
            "position": position,
        }
        for position, param in enumerate(overload.params, 1)
    ]
    arguments = ", ".join(param.label for param in overload.params)
    return {
        "category": function.category,
        "function": function.name,
        "description": function.description,
        "syntax": f"{function.returns} {function.name}({arguments})",
        "returns": function.returns,
        "returnType": _JAVA_TYPES.get(function.returns, "java.lang.Object"),
        "example": "",
        "result": "",
        "params": params,
        "since": 1,
    }


ROUTES = [
    Route("GET", "/languages/el/functions", _functions),
    Route("GET", "/languages/el/operators", _operators),
    Route("POST", "/languages/el/validate", _validate),
]
"""The calls about the language."""
