"""Small models that the tests of compiled lanes share."""

from datetime import date

from modeller.lines.expressions import MONTHS_A_YEAR, Constant
from modeller.lines.functions import flag, maximum, minimum, power
from modeller.lines.measures import first_month, total
from modeller.lines.model import Model
from modeller.lines.units import FLAG, MONTHS, NUMBER, PER_YEAR, POUNDS


def month_number(model):
    """The number of the month as a plain number."""
    return model.month / Constant(1, MONTHS)


def loan_model(months=60):
    """A loan repaid from what is left of rents, with a power by month."""
    model = Model(date(2026, 4, 1), months)
    rate = model.input("rate", "Rate of interest", PER_YEAR, 0.06)
    lent = model.input("lent", "Lent", POUNDS, 1000)
    rent = model.input("rent", "Rent", POUNDS, 25)
    cpi = model.curve("cpi", "CPI", NUMBER, {2026: 0.02, 2027: 0.03})
    section = model.section("Loan")
    index = section.line("Index", power(1 + model.at(cpi, model.year), month_number(model) / 12), NUMBER)
    income = section.line("Income", rent * index, POUNDS)
    debt = section.balance("Owed", POUNDS, start=lent)
    interest = section.line("Interest", debt.opening * rate / MONTHS_A_YEAR, POUNDS)
    repaid = section.line("Repaid", minimum(debt.opening, maximum(0, income - interest)), POUNDS)
    owed = debt.close(-repaid)
    measures = [
        section.measure("Interest paid", total(interest), POUNDS),
        section.measure("Month repaid", first_month(section.line("Clear", flag(owed <= 0), FLAG)), model.month.unit),
    ]
    return model, measures, [owed, interest]
