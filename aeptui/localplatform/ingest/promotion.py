"""The second half of a run: mapping the rows that were read, and telling those that can land from those that cannot."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aeptui.localplatform.dataprep.mapper import Fault, Mapper
from aeptui.localplatform.ingest import conformance
from aeptui.localplatform.ingest.conformance import Conformance, Violation
from aeptui.localplatform.sources.records import Parsed

Row = dict[str, Any]

MAPPING_FAILED = "MAPPER-3700-400"
CORRUPT = "INGEST-1401-400"

_TITLES = {
    MAPPING_FAILED: "Mapper Transform Error",
    CORRUPT: "Row cannot be parsed",
    conformance.REQUIRED: "Required field is missing or null",
    conformance.WRONG_FORMAT: "Value breaks pattern, format or bounds",
    conformance.NOT_IN_ENUM: "Value is not in the enumeration",
}


@dataclass
class Promoted:
    """What became of the rows: JSON lines of those that can land, and of those that cannot, with their errors.

    ``by_code`` counts the failed rows by the code of their first error, ``warnings`` the rows that can land although
    a transformation failed; ``obstacles`` are the code and message of each error that kept all rows from landing.
    """

    rows: list[str] = field(default_factory=list)
    unconverted: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    by_code: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    obstacles: list[tuple[str, str]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many rows cannot land."""
        return len(self.unconverted) + len(self.unparsed)

    def errors(self) -> list[dict[str, Any]]:
        """The failed rows, grouped, as a run tells them."""
        return [
            {"code": code, "recordCount": count, "message": _TITLES[code]} for code, count in self.by_code.most_common()
        ]


def promote(
    taken: Iterable[tuple[Parsed, str]], mapper: Mapper, rules: Conformance, check: Callable[[], None]
) -> Promoted:
    """Maps each row and holds it against the rules; ``check`` is called for each and may raise to stop."""
    made = Promoted()
    for parsed, file in taken:
        check()
        if parsed.row is None:
            errors = [{"code": CORRUPT, "message": parsed.reason}]
            made.unparsed.append(_line({"_corrupt_record": parsed.corrupt, "_errors": errors, "_filename": file}))
            made.by_code[CORRUPT] += 1
            continue
        mapped = mapper.map(parsed.row)
        found = rules.violations(mapped.data)
        if found:
            errors = _errors(found, mapped.faults)
            made.unconverted.append(_line({**parsed.row, "_errors": errors, "_filename": file}))
            made.by_code[errors[0]["code"]] += 1
            continue
        made.warnings += bool(mapped.faults)
        made.rows.append(_line(mapped.data))
    return made


def _errors(found: Sequence[Violation], faults: Sequence[Fault]) -> list[dict[str, str]]:
    """What is wrong with a row: a failed mapping explains the required field that it left empty."""
    lost = {fault.mapping.destination: fault for fault in faults}
    errors = []
    for violation in found:
        fault = lost.pop(".".join(violation.place), None)
        if fault is None or violation.code != conformance.REQUIRED:
            errors.append({"code": violation.code, "message": violation.text})
        else:
            text = f"#/{'/'.join(violation.place)}: {fault.message} (source: {fault.mapping.source})"
            errors.append({"code": MAPPING_FAILED, "message": text})
    return sorted(errors, key=lambda error: error["code"] != MAPPING_FAILED)


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)
