"""Contract terms for programs: one object a length, and what was solved, walked and mapped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import modeller
from modeller.analysis.run import Run
from modeller.analysis.terms.batch import Spread
from modeller.analysis.terms.lengths import Lender, Length, View
from modeller.analysis.terms.maps import Map
from modeller.analysis.terms.price import Price
from modeller.analysis.terms.shortest import Shortest
from modeller.analysis.terms.telling import finding
from modeller.analysis.terms.walk import Walk


def terms_as_json(
    run: Run,
    lengths: Sequence[Length],
    *,
    prices: Sequence[Price] = (),
    shortest: Sequence[Shortest] = (),
    walks: Mapping[str, Sequence[Walk]] | None = None,
    against: Map | None = None,
) -> dict[str, Any]:
    """Everything that was worked out; what was not asked for is left out."""
    found: dict[str, Any] = {
        "schema": 1,
        "scenario": run.stated.scenario.title,
        "version": modeller.__version__,
        "fingerprint": run.fingerprint,
        "finding": finding(lengths),
        "lengths": [_length(length, prices, place) for place, length in enumerate(lengths)],
    }
    if shortest:
        found["shortest"] = [_shortest(each) for each in shortest]
    if walks:
        found["walks"] = {view: [_walk(each) for each in several] for view, several in walks.items()}
    if against:
        found["map"] = _map(against)
    return _plain(found)  # type: ignore[no-any-return]


def _length(length: Length, prices: Sequence[Price], place: int) -> dict[str, Any]:
    worst = length.stated.worst
    found = {
        "months": length.months,
        "capacity": length.capacity,
        "asked": length.asked,
        "funding_gap": length.gap,
        "homes_forgone": length.forgone,
        "lowest_cover": length.stated.lowest_cover or None,
        "expected_loss": length.stated.loss,
        "homes_retained": length.stated.figures["homes_retained"].without_renewal,
        "verdict": worst.verdict.kind if worst else None,
        **_view(length.stated),
        "resized": _view(length.resized) if length.resized is not length.stated else None,
        "paths": [
            {"path": path.words, "chance": path.chance, "first_end": path.first_end, "end": path.end}
            for path in length.paths
        ],
    }
    if prices:
        found["price_of_shortness"] = {
            price.name: {"margin": price.margins[place], "grant": price.grants[place]} for price in prices
        }
    return found


def _view(view: View) -> dict[str, Any]:
    return {
        "loans": {lender.name: _lender(lender) for lender in view.lenders},
        "figures": {name: _spread(spread) for name, spread in view.figures.items()},
        "council_budget": [
            {
                "year": each.year,
                "revenue": each.revenue,
                "of_which_minimum_revenue_provision": each.provision,
                "capital": each.capital,
                "clawback": each.clawback,
            }
            for each in view.budgets
        ],
    }


def _lender(lender: Lender) -> dict[str, Any]:
    return {
        "verdict": lender.verdict.kind,
        "words": lender.verdict.words,
        "reason": lender.verdict.reason,
        "expected_return": lender.expected_return,
        "expected_loss": lender.loss,
        "chance_repaid_on_time": lender.chance,
        **{name: _spread(spread) for name, spread in lender.figures.items()},
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "without_renewal": spread.without_renewal,
        "expected": spread.expected,
        "lowest": spread.lowest,
        "each_path": spread.each,
    }


def _shortest(each: Shortest) -> dict[str, Any]:
    return {
        "loan": each.name,
        "months": each.own,
        "by_kind": each.by_kind,
        "by_dependence": {
            f"{share:.0%}": {"months": own, "by_kind": kinds} for share, (own, kinds) in each.by_dependence.items()
        },
    }


def _walk(each: Walk) -> dict[str, Any]:
    return {"figure": each.figure, "before": each.before, "after": each.after, "steps": each.steps}


def _map(against: Map) -> dict[str, Any]:
    return {
        "against": against.against,
        "meaning": against.meaning,
        "months": against.lengths,
        "values": against.values,
        "expected_loss": against.loss,
        "repaid_without_renewal": against.repaid,
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  anything that JSON may hold, and arrays
    """What JSON can say: no arrays, and nothing that is not a number."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float | np.floating):
        return None if math.isnan(value) else float(value)
    return value
