"""One run of one scenario: read, assembled and worked, with everything that any surface shows of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import modeller
from modeller.lines.explaining import Explanation, explain
from modeller.lines.figures import month_of
from modeller.lines.model import Model
from modeller.lines.references import Line, Measure
from modeller.lines.views import Check, Views
from modeller.lines.working import Results
from modeller.partnership.answer import Answer, answer
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario import Provenance, Stated, read


@dataclass(frozen=True)
class Run:
    """A scenario worked out once, in plain floats."""

    stated: Stated
    partnership: Partnership
    results: Results

    @property
    def model(self) -> Model:
        """The lines."""
        return self.partnership.model

    @property
    def views(self) -> Views:
        """What to show."""
        return self.partnership.views

    @cached_property
    def answer(self) -> Answer:
        """The answer in words."""
        return answer(self.partnership, self.results)

    @cached_property
    def standing(self) -> Counter[str]:
        """How many of the figures in use are facts, estimates and illustrative."""
        return Counter(self.provenance(key).status for key in self.in_use)

    @cached_property
    def in_use(self) -> list[str]:
        """The figures in use, by key; what is left out of the scenario and is nil is no figure of anything."""
        return [key for key, each in self.model.inputs.items() if each.value or self.provenance(key).stated]

    @cached_property
    def illustrative(self) -> Counter[str]:
        """How many of the figures in use are illustrative, by the block of the scenario they stand in."""
        keys = [key for key in self.in_use if self.provenance(key).status == "illustrative"]
        return Counter(key.partition(".")[0].replace("_", " ") for key in keys)

    @cached_property
    def fingerprint(self) -> str:
        """What tells one set of inputs from another: a digest of the inputs in use and of the lines they feed."""
        inputs = {key: each.value for key, each in self.model.inputs.items()}
        structure = [self.model.start.isoformat(), self.model.months, [line.key for line in self.model.lines]]
        return hashlib.sha256(json.dumps([inputs, structure], sort_keys=True).encode()).hexdigest()[:16]

    def provenance(self, key: str) -> Provenance:
        """Where an input's figure comes from."""
        return self.stated.provenance[key]

    def figure(self, measure: Measure) -> float:
        """A measure's figure."""
        return float(self.results[measure][0])

    def passes(self, check: Check) -> bool:
        """Whether an integrity check holds."""
        return abs(self.figure(check.measure)) <= check.tolerance

    @property
    def sound(self) -> bool:
        """Whether every integrity check holds."""
        return all(self.passes(check) for check in self.views.checks)

    def alerts(self) -> list[str]:
        """What the reader must know, in words."""
        from modeller.lines.figures import written

        return [
            alert.words.format(written(self.figure(alert.measure), alert.measure.unit, self.model.start))
            for alert in self.views.alerts
            if abs(self.figure(alert.measure)) > alert.measure.unit.nil
        ]

    def explain(self, reference: Line | Measure, month: int, depth: int) -> Explanation:
        """One figure, and what it came from."""
        return explain(self.results, reference, month, depth)

    def as_json(self, *, lines: bool = False) -> dict[str, Any]:
        """The results in the shape that every command shares."""
        found: dict[str, Any] = {
            "schema": 1,
            "scenario": self.stated.scenario.title,
            "version": modeller.__version__,
            "fingerprint": self.fingerprint,
            "answer": {"viable": self.answer.viable, "words": self.answer.words},
            "measures": {key: self._measure(measure) for key, measure in self.model.measures.items()},
            "checks": [self._check(check) for check in self.views.checks],
            "alerts": self.alerts(),
            "standing": {**self.standing, "illustrative_by_block": dict(self.illustrative)},
        }
        if lines:
            found["months"] = [
                month_of(self.model.start, number).strftime("%Y-%m") for number in range(1, self.model.months + 1)
            ]
            found["lines"] = {line.key: self._line(line) for line in self.model.lines}
        return found

    def _measure(self, measure: Measure) -> dict[str, Any]:
        return {
            "value": _plain(self.figure(measure)),
            "unit": measure.unit.name,
            "label": f"{measure.section.heading}: {measure.label}" if measure.section.heading else measure.label,
        }

    def _check(self, check: Check) -> dict[str, Any]:
        value = self.figure(check.measure)
        return {"name": check.name, "value": value, "tolerance": check.tolerance, "passed": self.passes(check)}

    def _line(self, line: Line) -> dict[str, Any]:
        figures = self.results[line]
        values = [_plain(float(value)) for value in figures[1:, 0]] if line.monthly else _plain(float(figures[0]))
        return {"label": line.label, "unit": line.unit.name, "values": values}


def _plain(value: float) -> float | None:
    """A figure for JSON, which knows no NaN."""
    return None if value != value else value  # noqa: PLR0124  NaN is the one figure that is not itself


def run(path: str | Path, overrides: Mapping[str, str] | None = None) -> Run:
    """Read a scenario file, with changes by key, and work it out.

    Raises `modeller.errors.Faults` with every fault of the file at once, `modeller.errors.WorkingError` where a line
    cannot be worked out.

    >>> worked = run("scenarios/ten-homes.yaml", {"finance.bank_loan.interest": "7% a year"})
    >>> worked.answer.short
    'Everything that falls due is repaid on time.'
    >>> worked.results["loans.bank_loan.owed"].shape  # (month, scenario), month 0 first
    (361, 1)
    """
    stated = read(path, overrides or {})
    partnership = assemble(stated.scenario)
    return Run(stated, partnership, partnership.model.work())
