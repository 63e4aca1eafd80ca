"""The shortest contract that repays, to the month: by loan, by kind of repayment, and by how much income depends on it.

By loan, the model is worked on the path without renewal. By kind, each loan's amount is tested in closed form against
the planned cash that lenders size by, so that kinds of money can be compared that the scenario does not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from modeller.analysis.terms.batch import Array, rate_at_signing, work_lengths
from modeller.lines.references import Line, Measure
from modeller.partnership.assemble import Partnership
from modeller.partnership.exits import NOT_CALLED

Kind = Literal["level", "sculpted", "bullet, refinanced", "rent-linked", "price-linked", "concessionary"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CONCESSIONARY_RATE = 0.001
DEPENDENCES = (0.0, 0.3, 0.6, 1.0)
A_PENNY = 0.005
A_YEAR = 12


@dataclass(frozen=True)
class Shortest:
    """For one loan: the shortest length [months] that repays, nothing where none does; by kind, and by dependence.

    `by_dependence` has, for each share of rent that depends on the contract, the loan's own length and each kind's.
    """

    name: str
    own: int | None
    by_kind: dict[Kind, int | None]
    by_dependence: dict[float, tuple[int | None, dict[Kind, int | None]]]


def shortest(partnership: Partnership) -> list[Shortest]:
    """The shortest length that repays each loan, now and at other dependences of rent on the contract."""
    keys = [key for key in partnership.model.inputs if key.startswith("homes.") and key.endswith("depends_on_contract")]
    own_now = repaying(partnership, {})
    own = {share: repaying(partnership, dict.fromkeys(keys, share)) for share in DEPENDENCES}
    planned = _Planned.of(partnership, keys)
    found = []
    for place, lender in enumerate(partnership.lenders):
        kinds = [_by_kind(each, partnership, place) for each in planned]
        by_dependence = {share: (own[share][place], kinds[1 + at]) for at, share in enumerate(DEPENDENCES)}
        found.append(Shortest(lender.loan.name, own_now[place], kinds[0], by_dependence))
    return found


def repaying(partnership: Partnership, changes: dict[str, float]) -> list[int | None]:
    """The shortest length from which on each loan is repaid from operations, found by years and then by months.

    It is so found where a loan that a length repays is repaid by every longer one; where that fails within a year, a
    sweep of every month (`repaid_at`) tells more.
    """
    months = partnership.model.months
    years = [*range(A_YEAR, months, A_YEAR), months]
    whole = repaid_at(partnership, years, changes)
    found: list[int | None] = []
    for place in range(len(partnership.lenders)):
        first = _from_then_on(whole[place])
        if first is None:
            found.append(None)
            continue
        after = years[first - 1] if first else 0
        between = list(range(after + 1, years[first] + 1))
        month = _from_then_on(repaid_at(partnership, between, changes)[place])
        found.append(between[month] if month is not None else years[first])
    return found


def repaid_at(partnership: Partnership, lengths: Sequence[int], changes: dict[str, float]) -> list[Array]:
    """Whether each loan is repaid from operations at each length, on the path without renewal: flags, by loan."""
    leave = partnership.exits.loans
    capacities = [each.short if each else None for each in partnership.lending.capacities]
    given_up = [each.written_off for each in partnership.lenders]
    wanted: list[Measure] = [each.fate for each in leave]
    wanted += [each for each in (*capacities, *given_up) if each is not None]
    settings: dict[str, float | Array] = dict(changes)
    batch = work_lengths(partnership, lengths, wanted, only_without_renewal=True, changes=settings)
    found = []
    for each, short, given in zip(leave, capacities, given_up, strict=True):
        repaid = batch.without_renewal(each.fate) == NOT_CALLED
        fundable = batch.without_renewal(short) <= A_PENNY if short is not None else True
        returned = batch.without_renewal(given) <= A_PENNY if given is not None else True
        found.append(np.asarray(repaid & fundable & returned))
    return found


def _from_then_on(repays: Array) -> int | None:
    """The first place from which on all are true; nothing where the last is not."""
    false = np.flatnonzero(~np.asarray(repays, dtype=bool))
    first = int(false[-1]) + 1 if false.size else 0
    return first if first < len(repays) else None


@dataclass(frozen=True)
class _Planned:
    """Planned cash and values by month, month 1 first, at one dependence of rents on the contract.

    Cash and value [£] and house prices [index] have shape (month,); what each loan but the last asks and is owed as
    planned [£], shape (loan, month).
    """

    whole: Array
    lasts: Array
    value: Array
    prices: Array
    service: Array
    owed: Array

    @classmethod
    def of(cls, partnership: Partnership, keys: Sequence[str]) -> list[_Planned]:
        """As stated, and then at each of the dependences; homes as they are held while the contract runs."""
        always: dict[str, float | Array] = {"contract.committed": float(partnership.model.months)}
        stated = cls._worked(partnership, always)
        if not keys:
            return stated * (1 + len(DEPENDENCES))
        return stated + cls._worked(partnership, always | dict.fromkeys(keys, np.array(DEPENDENCES)))

    @classmethod
    def _worked(cls, partnership: Partnership, changes: dict[str, float | Array]) -> list[_Planned]:
        lending = partnership.lending
        four = [lending.under_contract, lending.lasts, partnership.homes.value, partnership.indices.house_prices]
        service, owed = ([getattr(each, name) for each in lending.planned] for name in ("service", "owed"))
        results = partnership.model.work(changes, [*four, *service, *owed])
        months = partnership.model.months

        def at(lines: Sequence[Line], place: int) -> Array:
            return np.array([results[line][1:, place] for line in lines]).reshape(len(lines), months)

        found = []
        for place in range(results[lending.lasts].shape[1]):
            whole, lasts, value, prices = at(four, place)
            found.append(cls(whole, lasts, value, prices, at(service, place), at(owed, place)))
        return found


def _by_kind(planned: _Planned, partnership: Partnership, place: int) -> dict[Kind, int | None]:
    tests = _Tests(planned, partnership, place)
    found = {
        "level": tests.level(tests.rate),
        "sculpted": tests.sculpted(),
        "bullet, refinanced": tests.bullet(),
        "rent-linked": tests.rent_linked(),
        "price-linked": tests.price_linked(),
        "concessionary": tests.level(CONCESSIONARY_RATE),
    }
    return {kind: None if (first := _from_then_on(found[kind])) is None else first + 1 for kind in KINDS}


class _Tests:
    """Whether the amount of one loan could be borne at each length, as one kind of money or another, by month."""

    def __init__(self, planned: _Planned, partnership: Partnership, place: int) -> None:
        self.scenario = partnership.scenario
        self.loan = self.scenario.finance[place]
        self.planned, self.amount = planned, self.loan.amount
        self.rate = rate_at_signing(partnership, place)
        self.months = np.arange(1, len(planned.whole) + 1)
        sizing = self.loan.sizing
        self.cover = sizing.target_cover or 1.0
        self.dependent_cover = sizing.dependent_cover or self.cover
        self.longest = int(min(sizing.longest_term, len(self.months)))
        self.counted = np.minimum(self.longest, np.maximum(0, self.months - int(sizing.tail)))
        above = planned.service[:place].sum(axis=0)
        self.above_owed = planned.owed[:place].sum(axis=0)
        self.lasting = np.maximum(0, planned.lasts - above)
        self.dependent = np.maximum(0, planned.whole - above) - self.lasting

    def level(self, rate: float) -> Array:
        """Level payments that the least year's cash covers, on each part of the cash over its own term."""
        lasting = self._carried(self.lasting, np.full(len(self.months), self.longest), rate) / self.cover
        dependent = self._carried(self.dependent, self.counted, rate) / self.dependent_cover
        return np.asarray(lasting + dependent >= self.amount - A_PENNY)

    def _carried(self, cash: Array, terms: Array, rate: float) -> Array:
        """What the least year's cash repays over each term; nil for a term that ends before the lender tests."""
        first = int(max(A_YEAR, self.loan.covenants.tested_from))
        year = np.convolve(cash, np.ones(A_YEAR))[: len(cash)]
        least = np.minimum.accumulate(year[first - 1 :]) if first <= len(year) else np.zeros(0)
        place = terms - first
        tested = (place >= 0) & (terms > 0)
        monthly = rate / A_YEAR
        pounds = (1 - (1 + monthly) ** -np.maximum(terms, 1.0)) / monthly if monthly else np.maximum(terms, 1.0)
        if not least.size:
            return np.zeros(len(terms))
        return np.asarray(np.where(tested, least[np.where(tested, place, 0)] / A_YEAR * pounds, 0.0))

    def sculpted(self) -> Array:
        """Payments that follow the cash, each part over its own cover."""
        lasting = self._worth(self.lasting)[self.longest - 1] / self.cover
        dependent = np.concatenate([[0.0], self._worth(self.dependent)])[self.counted] / self.dependent_cover
        return np.asarray(lasting + dependent >= self.amount - A_PENNY)

    def _worth(self, cash: Array) -> Array:
        """The present value, at the loan's rate, of cash up to each month."""
        return np.asarray(np.cumsum(cash * (1 + self.rate / A_YEAR) ** -self.months))

    def bullet(self) -> Array:
        """Interest alone, within cover in every year tested, and all of it refinanced when the contract ends."""
        first = int(max(A_YEAR, self.loan.covenants.tested_from))
        year = np.convolve(self.lasting + self.dependent, np.ones(A_YEAR))[: len(self.months)]
        met = (year >= self.cover * self.amount * self.rate - A_PENNY) | (self.months < first)
        served = np.logical_and.accumulate(met)
        return np.asarray(served & (self._refinanceable() >= self.amount - A_PENNY))

    def price_linked(self) -> Array:
        """No payment that is due before the end; then the amount, moved by house prices, refinanced."""
        return np.asarray(self._refinanceable() >= self.amount * self.planned.prices - A_PENNY)

    def _refinanceable(self) -> Array:
        """What the refinance test allows at each month, on income that lasts and stressed value, beyond those above."""
        leave = self.scenario.exit
        year = np.convolve(self.planned.lasts, np.ones(A_YEAR))[: len(self.months)]
        tested = leave.interest_cover * leave.refinance_rate
        by_income = np.maximum(0, year) / tested if tested else year * 0.0
        by_value = self.planned.value * (1 - leave.fall_in_value) * leave.loan_to_value
        return np.asarray(np.maximum(0, np.minimum(by_income, by_value) - self.above_owed))

    def rent_linked(self) -> Array:
        """Whatever cash there is, under the contract and then of what lasts, repays it within the longest term."""
        beyond = self._worth(self.lasting)[self.longest - 1]
        dependent = np.concatenate([[0.0], self._worth(self.dependent)])[np.minimum(self.months, self.longest)]
        return np.asarray(beyond + dependent >= self.amount - A_PENNY)
