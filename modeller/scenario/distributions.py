"""How a figure is drawn: the five ways known by name, and any continuous distribution of SciPy with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from modeller.errors import Fault, Unfit
from modeller.scenario.marks import Node, Scalar, Settings
from modeller.scenario.quantities import BARE, decimal, quoted

if TYPE_CHECKING:
    from datetime import date

    from modeller.scenario.quantities import Quantity

TRIANGULAR, PERT, UNIFORM, NORMAL, LOGNORMAL = WAYS = ("triangular", "pert", "uniform", "normal", "lognormal")
SCIPY = "scipy"
PLACING = {"loc": 0.0, "scale": 1.0}
"""Parameters that every distribution of SciPy has, in the figure's own unit, with what they are unless stated."""


@dataclass(frozen=True)
class Drawn:
    """How a figure is drawn: by one of the ways, or by a distribution of SciPy (`scipy`) with its parameters."""

    way: str = TRIANGULAR
    name: str = ""
    parameters: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        """As it is said to people."""
        told = ", ".join(f"{name} {value:g}" for name, value in self.parameters)
        return f"{self.name} of SciPy ({told})" if self.way == SCIPY else self.way


def drawn(node: Node | None, quantity: Quantity, start: date | None) -> tuple[Drawn, list[Fault]]:
    """Read how a figure is drawn; what is at fault is drawn triangularly."""
    if node is None:
        return Drawn(), []
    if isinstance(node, Settings) and SCIPY in node.entries:
        return _Scipy(node, quantity, start).read()
    word = node.text if isinstance(node, Scalar) else None
    if word in WAYS:
        return Drawn(word), []
    either = [f"did you mean “{close}”?" for close in get_close_matches(word or "", WAYS, 1)]
    remedy = either[0] if either else f"choose from: {', '.join(WAYS)}; or write {{scipy: beta, a: 2, b: 5, …}}"
    what = f"{quoted(word)} is no way to draw a figure" if word else "this does not say how the figure is drawn"
    return Drawn(), [Fault(what, node.place, remedy)]


class _Scipy:
    """A distribution of SciPy, by its own name, its parameters by theirs."""

    def __init__(self, node: Settings, quantity: Quantity, start: date | None) -> None:
        self.node, self.quantity, self.start = node, quantity, start
        self.faults: list[Fault] = []

    def read(self) -> tuple[Drawn, list[Fault]]:
        from scipy import stats

        stated = self.node.entries[SCIPY].value
        name = (stated.text or "") if isinstance(stated, Scalar) else ""
        kind = getattr(stats, name, None)
        if not isinstance(kind, stats.rv_continuous):
            known = [each for each in dir(stats) if isinstance(getattr(stats, each), stats.rv_continuous)]
            close = get_close_matches(name, known, 1)
            remedy = f"did you mean “{close[0]}”?" if close else "write a name such as beta, gamma or weibull_min"
            return Drawn(), [Fault(f"SciPy has no continuous distribution {quoted(name)}", stated.place, remedy)]
        found = self._parameters([each.strip() for each in kind.shapes.split(",")] if kind.shapes else [])
        if not self.faults and not _draws(kind, found):
            what = f"SciPy cannot draw from {name} with these parameters"
            self.faults.append(
                Fault(what, self.node.place, "see what SciPy asks of them, such as a scale above nought")
            )
        return Drawn(SCIPY, name, tuple(found.items())), self.faults

    def _parameters(self, shapes: list[str]) -> dict[str, float]:
        known = [*shapes, *PLACING]
        for key, entry in self.node.entries.items():
            if key not in (SCIPY, *known):
                remedy = f"its parameters are: {', '.join(known)}"
                self.faults.append(Fault(f"{quoted(key)} is no parameter of it", entry.key, remedy))
        found = {name: self._parameter(name, shape=name in shapes) for name in known}
        return {name: value for name, value in found.items() if value is not None}

    def _parameter(self, name: str, *, shape: bool) -> float | None:
        node = self.node.get(name)
        if node is None and not shape:
            return PLACING[name]
        if node is None:
            self.faults.append(
                Fault(f"“{name}” is missing", self.node.entries[SCIPY].key, f"add “{name}: …”, a number")
            )
            return None
        text = (node.text or "") if isinstance(node, Scalar) else ""
        try:
            return _number(text) if shape else self.quantity.read(text, self.start)
        except Unfit as unfit:
            self.faults.append(Fault(unfit.what, node.place, unfit.remedy))
            return None


def _number(text: str) -> float:
    match = BARE.fullmatch(text.strip())
    if not match:
        raise Unfit(f"{quoted(text)} is not a plain number", "a shape has no unit: write a number such as 2.5")
    return float(decimal(match["number"])) * (-1 if match["sign"] else 1)


def _draws(kind: Any, parameters: dict[str, float]) -> bool:  # noqa: ANN401  a distribution of SciPy
    import math

    return all(math.isfinite(float(kind(**parameters).ppf(share))) for share in (0.01, 0.5, 0.99))
