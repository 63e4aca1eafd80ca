"""Cash kept and set aside: liquidity, the major-repairs reserve, and the debt-service reserve of the first loan."""

from __future__ import annotations

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, share
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.constants import A_YEAR
from modeller.partnership.costs import Costs
from modeller.partnership.inputs import Terms
from modeller.partnership.loans import Served


def liquidity(model: Model, terms: Terms, costs: Costs) -> Expression:
    """Cash kept before any is shared or swept, and up to which revolving credit is drawn: a sum, or months of costs."""
    if not any(_looks_at_cash(loan) for loan in terms.finance):
        return Constant(0, POUNDS)  # and the sum is no input, for nothing would read it
    kept: Expression = terms.reserves.liquidity
    if not terms.reserves.stated("liquidity_months"):
        return kept
    section = model.section("Payments")
    year = section.line("Running costs, last 12 months", model.trailing(costs.running, A_YEAR), POUNDS)
    months = year / 12 * terms.reserves.liquidity_months
    return section.line("Liquidity kept", maximum(kept, months), POUNDS, stock=True)


def _looks_at_cash(loan: Terms) -> bool:
    return bool(loan.stated("pricing").share or loan.stated("repayment").sweep or loan.stated("drawing").redrawn)


class RepairsReserve:
    """The major-repairs reserve: renewals are paid from it, and from cash when it runs out."""

    def __init__(self, section: Section, costs: Costs) -> None:
        self._balance = section.balance("Major-repairs reserve", POUNDS)
        self.from_reserve = section.line(
            "Renewals paid from the reserve", minimum(self._balance.opening, costs.renewals), POUNDS
        )
        self.from_cash = section.line("Renewals to be paid from cash", costs.renewals - self.from_reserve, POUNDS)

    def close(self, reserved: Line) -> None:
        """Carry what is set aside and what is spent."""
        self.closing = self._balance.close(reserved, -self.from_reserve)


class DebtReserve:
    """The debt-service reserve, for the first loan.

    Filled from the money raised, drawn on before that loan goes unpaid, topped up after it, let go when it is repaid.
    """

    def __init__(self, model: Model, section: Section, terms: Terms, filled: Line) -> None:
        self.section, self.filled = section, filled
        self.balance = section.balance("Debt-service reserve", POUNDS)
        self.begun = section.line("Reserve in being", flag(model.month > terms.reserves.debt_service_filled), FLAG)
        self.target = terms.reserves.debt_service
        self.to_cash: Expression | None = None

    def support(self, due: Expression, available: Line) -> Line:
        """What the first loan may be paid from: cash, and the reserve where cash falls short."""
        short = maximum(0, due - available)
        self.used = self.section.line("Used", minimum(self.balance.opening, short), POUNDS)
        return self.section.line("Available with the reserve", available + self.used, POUNDS, stock=True)

    def settle(self, served: Served, left: Line) -> Line:
        """Top the reserve up, or let it go; what is left after it."""
        owing = self.section.line("First loan owing or to be drawn", flag(served.to_come > 0) * self.begun, FLAG)
        held = self.balance.opening - self.used
        topped = self.section.line("Topped up", minimum(left, maximum(0, self.target - held) * owing), POUNDS)
        released = self.section.line("Let go", held * share(owing) * self.begun, POUNDS)
        self.closing = self.balance.close(self.filled, topped, -self.used, -released)
        self.to_cash = self.used + released - topped
        return self.section.line("Left after the reserve", left - topped + released, POUNDS, stock=True)

    def settle_without_loans(self, left: Line) -> Line:
        """With no loan to serve there is nothing to use it for, and it is let go at once."""
        released = self.section.line("Let go", self.balance.opening, POUNDS)
        self.used = self.section.line("Used", Constant(0, POUNDS), POUNDS)
        self.closing = self.balance.close(self.filled, -released)
        self.to_cash = released
        return self.section.line("Left after the reserve", left + released, POUNDS, stock=True)
