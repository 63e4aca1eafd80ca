"""A small project side by side with peers: built, lent against, let, and repaid over ten years by month.

Ours and modelx's are the same project, and say the same. PySAM's is its own single-owner project as it comes, by the
year, with taxes: not like for like, and shown for its order of magnitude alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from measuring import Row, in_turns
from numpy.typing import NDArray

from modeller.lines.functions import flag, level_payment, minimum, ratio
from modeller.lines.measures import lowest, total
from modeller.lines.model import Model
from modeller.lines.references import Measure
from modeller.lines.units import FLAG, NUMBER

MONTHS, BUILT, MANY, BY_PYSAM = 120, 12, 10_000, 20
COST, PART_LENT, RENT, RUNNING, RATE = 1_000_000.0, 0.7, 11_000.0, 0.3, 0.05
Array = NDArray[np.float64]


def drawn() -> tuple[Array, Array]:
    """Rents [£ a month] and rates of interest [a year], shape (scenario,)."""
    rng = np.random.default_rng(5)
    return RENT * rng.uniform(0.8, 1.2, MANY), RATE * rng.uniform(0.8, 1.2, MANY)


def ours() -> tuple[Model, list[Measure]]:
    """The project in lines."""
    model = Model(date(2026, 1, 1), MONTHS)
    rent, rate = model.input("rent", "Rent", NUMBER, RENT), model.input("rate", "Rate", NUMBER, RATE)
    part = model.section("Project")
    building = part.line("Building", COST / BUILT * flag(model.month <= BUILT), NUMBER)
    lent = part.line("Lent", building * PART_LENT, NUMBER)
    let = part.line("Let", flag(model.month > BUILT), FLAG)
    cash = part.line("Cash for debt", rent * (1 - RUNNING) * let, NUMBER)
    debt = part.balance("Owed", NUMBER)
    interest = part.line("Interest", debt.opening * rate / 12, NUMBER)
    level = part.line("Level payment", level_payment(rate / 12, MONTHS - BUILT, COST * PART_LENT), NUMBER)
    paid = part.line("Paid", minimum(debt.opening + interest, level) * let, NUMBER)
    owed = debt.close(lent, interest, -paid)
    flow = part.line("Equity", cash - paid - building + lent, NUMBER)
    cover = part.line("Cover", ratio(cash, paid), NUMBER)
    return model, [
        part.measure("Lowest cover", lowest(cover, let), NUMBER),
        part.measure("Owed at the end", model.in_month(owed, MONTHS), NUMBER),
        part.measure("All equity", total(flow), NUMBER),
    ]


def in_cells() -> Any:  # noqa: ANN401
    """The project in modelx, a figure for every scenario in each cell."""
    import modelx

    rents, rates = drawn()
    space = modelx.new_model().new_space("Project")
    for name, value in {
        "np": np, "rent": rents, "rate": rates, "built": BUILT, "months": MONTHS, "cost": COST,
        "part_lent": PART_LENT, "running": RUNNING,
    }.items():  # fmt: skip
        setattr(space, name, value)
    cells = (
        "building = lambda month: cost / built if month <= built else 0.0",
        "cash = lambda month: rent * (1 - running) if month > built else 0.0 * rent",
        "level = lambda: cost * part_lent * rate / 12 / (1 - (1 + rate / 12) ** -(months - built))",
        "interest = lambda month: owed(month - 1) * rate / 12",
        "paid = lambda month: np.minimum(owed(month - 1) + interest(month), level()) if month > built else 0.0 * rent",
        "drawn = lambda month: building(month) * part_lent",
        "owed = lambda month: owed(month - 1) + drawn(month) + interest(month) - paid(month) if month else 0.0 * rent",
        "equity = lambda month: cash(month) - paid(month) - building(month) * (1 - part_lent)",
        "lowest_cover = lambda: np.min([cash(m) / paid(m) for m in range(built + 1, months + 1)], axis=0)",
        "all_equity = lambda: sum(equity(month) for month in range(1, months + 1))",
    )
    for cell in cells:
        name, formula = cell.split(" = ", 1)
        space.new_cells(name, formula=formula)
    return space


def side_by_side() -> Iterator[Row]:
    """Projects a second by each, in turns; first that ours and modelx's say the same."""
    model, wanted = ours()
    rents, rates = drawn()
    space = in_cells()

    def lines() -> Any:  # noqa: ANN401
        return model.work({"rent": rents, "rate": rates}, wanted, by="lanes", threads=1)

    def cells() -> list[Array]:
        space.clear_all()
        return [space.lowest_cover(), space.owed(MONTHS), space.all_equity()]

    found = lines()
    for measure, figures in zip(wanted, cells(), strict=True):
        np.testing.assert_allclose(found[measure], figures, 1e-9, 1e-3, err_msg=measure.key)
    by_us, by_cells = in_turns([lines, cells])
    yield "a small project, projects a second on one core", f"{MANY / by_us:,.0f}", ""
    yield "  modelx, cells of 10,000 scenarios", f"{MANY / by_cells:,.0f}", ""
    yield "  times modelx's", f"{by_cells / by_us:,.0f} times", ""
    yield "  PySAM, its single owner as it comes (not like for like)", f"{BY_PYSAM / _pysam():,.0f}", ""


def _pysam() -> float:
    from PySAM import Singleowner

    project = Singleowner.default("PVWattsSingleOwner")
    project.SystemOutput.gen = [1.0] * 8760

    def run() -> None:
        for _ in range(BY_PYSAM):
            project.execute()

    return in_turns([run], times=2)[0]
