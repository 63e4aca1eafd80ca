"""Toy models that between them use every operation, section order, kind of line and kind of horizon."""

from __future__ import annotations

from datetime import date

from modeller.lines import views
from modeller.lines.expressions import MONTHS_A_YEAR, Constant
from modeller.lines.functions import (
    equals,
    flag,
    level_payment,
    magnitude,
    maximum,
    minimum,
    power,
    ratio,
    share,
    where,
    whole_above,
    whole_below,
)
from modeller.lines.measures import first_month, highest, internal_return, lowest, present_value, total
from modeller.lines.model import Model
from modeller.lines.units import (
    FLAG,
    HOMES,
    INDEX,
    MONTH,
    MONTHS,
    NUMBER,
    PER_YEAR,
    POUNDS,
    POUNDS_A_HOME,
    POUNDS_A_HOME_A_WEEK,
    SHARE,
    TIMES,
    WEEKS_A_YEAR,
)
from modeller.workbook.book import Book, InputRow

THIRD, APRIL = Constant(3, MONTHS, "the third month"), Constant(4, MONTHS, "April")
SQUARE_ROOT = Constant(0.5, None, "the square root")


def partnership(start=date(2026, 7, 1), months=64, **changes):
    """Homes let, a loan repaid, an account kept: small, but with something of everything."""
    model, worked = Model(start, months), Constant(months, MONTHS, "the months worked")
    lent = model.input("loan.amount", "Loan: amount", POUNDS, 250_000)
    rate = model.input("loan.interest", "Loan: rate of interest", PER_YEAR, 0.06)
    term = model.input("loan.term", "Loan: months to repay over", MONTHS, 60)
    committed = model.input("contract.committed", "Committed length", MONTHS, 36)
    delay = model.input("rent.delay", "Months before rent is paid", MONTHS, 2)
    window = model.input("cover.window", "Months over which cover is tested", MONTHS, 12)
    voids = model.input("rent.voids", "Rent lost to voids", SHARE, 0.05)
    rent_each = model.input("rent.rent", "Rent", POUNDS_A_HOME_A_WEEK, 125)
    weeks = model.input("rent.weeks", "Weeks charged in a year", WEEKS_A_YEAR, 52)
    price = model.input("homes.price", "Price of a home", POUNDS_A_HOME, 92_500.5)
    cpi = model.curve("cpi", "Consumer prices", PER_YEAR, {2024: 0.04, 2026: 0.02, 2029: 0.035})
    works = model.curve("works", "Works programme", POUNDS, {2027: 1000, 2028: 2500})

    homes = model.section("Homes")
    bought = homes.line("Homes bought", whole_below(ratio(lent, price)) * flag(equals(model.month, THIRD)), HOMES)
    stock = homes.balance("Homes held", HOMES)
    held = stock.close(bought)

    rents = model.section("Rent and charges")
    step = rents.line("Rise", model.at(cpi, model.year - 1) * flag(equals(model.month_of_year, APRIL)), PER_YEAR)
    index = rents.balance("Rent index", INDEX, start=1)
    level = index.close(index.opening * step / MONTHS_A_YEAR * 12)
    keeping = rents.line("Share let", share(voids), SHARE)
    due = rents.line("Rent due", stock.opening * rent_each * weeks / MONTHS_A_YEAR * level * keeping, POUNDS)
    received = rents.line("Rent received", model.back(due, delay), POUNDS)
    programme = rents.line("Works", model.at(works, model.year) * flag(model.month_of_year <= 2), POUNDS)

    loan = model.section("Loan")
    level_due = loan.under("Terms").line("Level payment", level_payment(rate / MONTHS_A_YEAR, term, lent), POUNDS)
    drawn = loan.line("Drawn", lent * flag(model.month <= 1), POUNDS)
    debt = loan.balance("Owed", POUNDS)
    interest = loan.line("Interest", debt.opening * rate / MONTHS_A_YEAR, POUNDS)
    available = loan.line("Available", maximum(0, received - programme), POUNDS)
    paid = loan.line("Paid", minimum(debt.opening + interest, minimum(level_due, available)), POUNDS)
    owed = debt.close(drawn, interest, -paid)
    flow = loan.line("Lender's flow", paid - drawn + owed * flag(equals(model.month, worked)), POUNDS)
    out_only = loan.line("One-way flow", -drawn, POUNDS)

    more = homes.under("Later")  # a section returned to, reading one below it on the way
    worth = more.line("Worth a home", price * power(level, SQUARE_ROOT) * flag(held > 0), POUNDS_A_HOME)
    value = more.line("Worth", held * worth, POUNDS, stock=True)
    geared = loan.under("Tests").line("Loan to value", ratio(owed, value), TIMES)
    cover = loan.under("Tests").line(
        "Cover", ratio(model.trailing(received, window), model.trailing(paid, window)), TIMES
    )
    tested = loan.under("Tests").line("Tested", flag(model.month >= window), FLAG)
    wave = loan.under("Tests").line("Size of the change", magnitude(owed - debt.opening), POUNDS)
    bounded = loan.under("Tests").line("Years begun", whole_above(ratio(model.month, 12)), NUMBER)
    clear = loan.under("Tests").line("Clear", where(owed <= 0, share(flag(model.month < THIRD)), 0), FLAG)
    over = loan.under("Tests").line("In contract", flag(model.month <= committed), FLAG)

    results = model.section("Outcomes")

    def both_ways(flows):
        into = results.line(f"{flows.label}, in", maximum(0, flows), POUNDS)
        out_of = results.line(f"{flows.label}, out", maximum(0, -flows), POUNDS)
        return [results.measure(f"{way.label} in all", total(way), POUNDS) for way in (into, out_of)]

    interest_paid = results.measure("Interest paid", total(interest), POUNDS)
    part = results.line("Share of all interest", ratio(interest, interest_paid), TIMES)
    after = results.line("Owed at the end of the contract", model.in_month(owed, committed), POUNDS)
    gap = results.line("Gap", after - total(programme), POUNDS)
    below = results.line("Gap remaining by month", gap * ratio(model.month, worked), POUNDS)
    measures = [
        results.measure("Owed when the contract ends", model.in_month(owed, committed), POUNDS, "owed_then"),
        results.measure("Lowest cover", lowest(cover, tested), TIMES),
        results.measure("Highest owed", highest(owed), POUNDS),
        results.measure("Month repaid", first_month(clear), MONTH),
        results.measure("Month first tested", first_month(tested), MONTH),
        results.measure("Worth of the lender's flow", present_value(flow, rate - 0), POUNDS),
        results.measure("Lender's return", internal_return(flow, *both_ways(flow)), PER_YEAR, "lender.return"),
        results.measure("One-way return", internal_return(out_only, *both_ways(out_only)), PER_YEAR),
    ]
    spread = results.measure("Return over the rate", model.measures["lender.return"] - rate, PER_YEAR)
    nothing = results.measure("One-way return over the rate", measures[7] - rate, PER_YEAR)
    parts = results.measure("Shares of interest, less one", total(part) - flag_of(interest_paid), TIMES)
    lost = results.measure(
        "Owed that does not reconcile",
        total(drawn) + interest_paid - total(paid) - model.in_month(owed, worked),
        POUNDS,
    )
    assert (geared, wave, bounded, over, below, spread, nothing, parts) is not None
    return book(
        model,
        changes,
        views.Views(
            headlines=(interest_paid, *measures),
            statements=(
                views.Statement(
                    "Income and expenditure",
                    (
                        views.Entry("Income"),
                        views.Entry("Rent", received),
                        views.Entry("Works", programme, less=True),
                        views.Entry("Available", available, is_total=True),
                        views.Entry("Level payment", level_due),
                    ),
                ),
                views.Statement(
                    "What stands",
                    (views.Entry("Owed", owed), views.Entry("Cover", cover), views.Entry("Share let", keeping)),
                ),
            ),
            checks=(
                views.Check("Every pound of the loan is accounted for", lost, 0.005),
                views.Check("Shares sum to one", parts, 1e-9),
            ),
            alerts=(
                views.Alert('"Still owed" when the contract ends: {}', measures[0]),
                views.Alert("Repaid in {}", measures[3]),
                views.Alert("The lender earns {}", measures[6]),
                views.Alert("Nothing is known of {}", measures[7]),
            ),
            charts=(
                views.Chart("Owed against worth", (owed, value)),
                views.Chart("Cover", (cover,)),
                views.Chart("Rent", (due, received, paid)),
            ),
            levers=(
                views.Lever("Rents", "times", TIMES, frozenset({"rent.rent"})),
                views.Lever("Interest", "plus", PER_YEAR, frozenset({"loan.interest"})),
                views.Lever("Consumer prices", "plus", PER_YEAR, frozenset(point.key for point in cpi.points.values())),
            ),
        ),
    )


def flag_of(measure):
    return where(measure > 0, 1, 0)


def book(model, changes, shown):
    rows = [
        InputRow(
            key,
            each.label,
            each.unit,
            float(changes.get(key, each.value)),
            low=-1 if each.unit.style == "percent" else 0,
            high=1 if each.unit.style == "percent" else 1e9,
            help="What is agreed.",
            status="illustrative" if "rate" in each.label else "fact",
            source="=HYPERLINK(1)",
            as_of="2026-07",
        )
        for key, each in model.inputs.items()
    ]
    rows.append(InputRow("title", "Name of the scheme", None, "=1+1", source="stated"))
    return Book(
        title="Toy partnership & friends",
        about="A toy.",
        model=model,
        results=model.work(changes),
        views=shown,
        inputs=rows,
        facts=[("Start", str(model.start))],
        answer="The loan of £250,000 cannot be repaid within the contract: £1 is still owed when it ends. " * 3,
        version="0.1.0",
        fingerprint="abc123",
    )


def plain():
    """One section, no curves, no measures: nothing to check or to say."""
    model = Model(date(2026, 4, 1), 13)
    paid = model.input("paid", "Paid a month", POUNDS, 100)
    account = model.section("A/B: [1] 'quoted' section of a very long title")
    debt = account.balance("Owed", POUNDS, start=paid * 12)
    debt.close(-minimum(debt.opening, paid))
    return book(model, {}, views.Views((), (), (), (), ()))
