"""Random partnerships, as Hypothesis draws them: any structure a scenario may state, and awkward figures in plenty.

Everything is drawn as text and read as a scenario file is, so that what is drawn is what a user could have written.
"""

from hypothesis import strategies as st

from modeller.scenario.reading import checked
from tests.partnership.contracts import contracts
from tests.partnership.draws import YES_OR_NO, months, path, percent, pounds
from tests.partnership.giving import grants, shares_of_sales
from tests.partnership.lenders import loans, reserves

INDICES = ("none", "consumer prices", "earnings", "building maintenance")


@st.composite
def lots(draw, horizon):
    """One lot of homes, handed over, bought or leased, arriving within the horizon."""
    arrive = draw(st.integers(1, min(horizon, 40)))
    way = draw(st.sampled_from(["transferred", "bought", "bought", "leased"]))
    own = {
        "transferred": {"value_on_arrival": draw(pounds(90_000)), "clawback_over": draw(months(0, 200))},
        "bought": draw(st.one_of(st.just({"sold_on_ending": "no"}), shares_of_sales(pounds, months))),
        "leased": {},
    }
    price = "£0" if way == "leased" else draw(pounds(90_000))
    works = draw(pounds(30_000))
    return {
        **own[way],
        **draw(taxes(price, works)),
        way: str(draw(st.integers(0, 15))),
        "arrive": f"month {arrive}",
        "over": f"{draw(st.integers(1, min(18, horizon - arrive + 1)))} months",
        "price": price,
        "works": works,
        "on_costs": draw(pounds(4_000)),
        "optimism": draw(percent(24)),
        "ready_after": draw(months(0, 9)),
        "value": "£0" if way == "leased" else draw(pounds(150_000)),
        "rent": draw(pounds(250)) + " a week",
        "allowance": f"£{draw(st.integers(1, 200))} a week",
        "depends_on_contract": draw(percent(100)),
        "continues_at": draw(percent(200)),
        "continues_after": draw(months(0, 6)),
    }


@st.composite
def taxes(draw, price, works):
    """VAT on works stated without it and stamp duty, where there is something to tax; half of lots have neither."""
    found = {}
    if works != "£0" and draw(st.booleans()):
        found = {"vat_on_works": "20%", "part_empty_two_years": draw(percent(100))}
    return found | ({"stamp_duty": draw(percent(20))} if price != "£0" and draw(st.booleans()) else {})


@st.composite
def secured(draw, lots, loans):
    """The loans, each on all homes owned, or on some lots, or on none and then not tested on them."""
    owned = [lot["name"] for lot in lots if "leased" not in lot]
    some = st.lists(st.sampled_from(owned), min_size=1, unique=True) if owned else st.just("all")
    for loan in loans:
        homes = draw(st.one_of(st.just("all"), some, some, st.just("none")))
        loan["security"] = {"homes": homes, "first_loss": draw(st.one_of(st.just("£0"), pounds(500_000)))}
        if homes == "none":
            loan["covenants"] |= {"loan_to_value": "0%", "rent_cover": "0"}
    return loans


def exits():
    """What becomes of loans that are not repaid."""
    return st.fixed_dictionaries(
        {
            "cure": months(0, 12),
            "refinance_rate": percent(15),
            "interest_cover": st.sampled_from(["0", "1", "1.25"]),
            "loan_to_value": percent(100),
            "fall_in_value": st.one_of(percent(30), percent(100)),
            "sale_costs": st.one_of(percent(5), percent(50)),
            "sale_period": months(0, 60),
        }
    )


@st.composite
def commissioners(draw):
    """The council's own side."""
    return {
        "contract_management": draw(pounds(20_000)) + " a year",
        "foregone_rent": draw(pounds(3_000)) + " a home a year",
        "grant_financed_over": draw(months(0, 60)),
        "financing_rate": draw(percent(8)),
        "avoided": draw(percent(100)),
        "stay": draw(months(0, 24)),
        "weekly_cost": draw(pounds(400)) + " a week",
        "step_in": draw(pounds(9_000)),
        "benefit_period": draw(months(1, 400)),
        "discount_rate": draw(percent(20)),
        "later_discount_rate": draw(percent(20)),
    }


def incomes():
    """Other income, from the council or not."""
    return st.fixed_dictionaries(
        {
            "amount": st.one_of(pounds(150_000), pounds(2_000_000)).map(lambda amount: f"{amount} a year"),
            "index": st.sampled_from(INDICES),
            "depends_on_contract": percent(100),
            "continues_at": percent(200),
            "continues_after": months(0, 6),
            "paid_after": months(0, 12),
            "from_council": YES_OR_NO,
        }
    )


def running_costs():
    """A running cost by the home and for the scheme."""
    return st.fixed_dictionaries(
        {
            "per_home": pounds(1_500).map(lambda amount: f"{amount} a home a year"),
            "fixed": pounds(40_000).map(lambda amount: f"{amount} a year"),
            "index": st.sampled_from(INDICES),
            "above_index": percent(5, -5),
            "depends_on_contract": percent(100),
            "staff": percent(100),
            "lease": st.one_of(st.just("0 months"), months(0, 120)),
        }
    )


@st.composite
def fair_pay(draw, costs, horizon):
    """A rise in pay, where any cost is pay; half have none."""
    if all(cost["staff"] == "0.0%" for cost in costs) or draw(st.booleans()):
        return {}
    return {"uplift": draw(percent(20)), "begins": f"month {draw(st.integers(1, horizon))}"}


def components():
    """Parts of a home, three at most, that make up no more than all of it."""
    part = st.fixed_dictionaries({"share": percent(33), "life": months(12, 300)})
    return named(part, "Part", 0, 3)


@st.composite
def named(draw, each, word, least, most):
    """A list of things, each with a name of its own."""
    number = draw(st.sampled_from([*range(max(1, least), most + 1), *range(1, most + 1), least]))
    found = draw(st.lists(each, min_size=number, max_size=number))
    return [{"name": f"{word} {number}", **thing} for number, thing in enumerate(found, 1)]


@st.composite
def economies(draw, year):
    """Paths of prices that rise, stand and fall."""
    names = ("consumer_prices", "september_cpi", "earnings", "building_maintenance")
    paths = {name: draw(path(year, -2, 9)) for name in names}
    return {
        **paths,
        "house_prices": draw(path(year, -10, 12)),
        "gdp_deflator": draw(path(year, -2, 9)),
        "bank_rate": draw(path(year, 0, 15)),
    }


@st.composite
def rents(draw, year):
    """How rents are raised and collected: nothing lost, or everything."""
    return {
        "weeks": str(draw(st.sampled_from([48, 50, 52, 53]))),
        "margin": draw(path(year, -1, 2)),
        "ceiling": draw(st.sampled_from(["0%", "3%", "100%"])),
        "capped_by_allowance": draw(YES_OR_NO),
        "allowance_rise": draw(percent(6)),
        "voids": draw(st.one_of(percent(10), percent(100))),
        "bad_debts": draw(percent(20)),
        "nominated": draw(percent(100)),
        "turnover": draw(percent(100)),
        "void_guarantee": draw(percent(100)),
    }


@st.composite
def repairs(draw):
    """Major repairs, set aside for and spent or neither."""
    rates = {key: draw(pounds(2_500)) + " a year" for key in ("reserve", "later_addition", "spending")}
    return {
        **rates,
        "later_from": draw(months(0, 60)),
        "spending_from": draw(months(0, 60)),
        "components": draw(named(renewed(), "Part", 0, 2)),
    }


def renewed():
    """A component renewed at an interval, named as one of the accounts may be; some never in the months worked."""
    return st.fixed_dictionaries({"cost": pounds(9_000), "every": months(12, 60), "first": months(1, 60)})


@st.composite
def terms(draw, most_months=96):
    """A scenario as plain settings, figures as text."""
    horizon = draw(st.sampled_from([each for each in (12, 25, 36, 48, 60, 96, 120) if each <= most_months]))
    year, month = draw(st.integers(2024, 2027)), draw(st.integers(1, 12))
    costs = draw(named(running_costs(), "Cost", 0, 2))
    homes = draw(named(lots(horizon), "Lot", 1, 4))
    finance = draw(secured(homes, draw(named(loans(horizon, year), "Loan", 0, 6))))
    return {
        "title": "A partnership drawn at random",
        "start": f"{year}-{month:02}",
        "horizon": f"{horizon} months",
        "contract": draw(contracts(horizon, pounds, percent)),
        "economy": draw(economies(year)),
        "homes": homes,
        "rent": draw(rents(year)),
        "income": draw(named(incomes(), "Income", 0, 2)),
        "costs": costs,
        "major_repairs": draw(repairs()),
        "fair_pay": draw(fair_pay(costs, horizon)),
        "grants": draw(named(grants(pounds, percent, months), "Grant", 0, 3)),
        "finance": finance,
        "lending": {"resized": draw(YES_OR_NO), "further_grant": draw(pounds(200_000))},
        "exit": draw(exits()),
        "commissioner": draw(commissioners()),
        "reserves": draw(reserves(horizon, finance)),
        "valuation": {"share": draw(percent(100))},
        "accounts": {
            "grants": draw(st.sampled_from(["accrual", "performance"])),
            "grant_life": draw(months(12, 600)),
            "lives_cut_to_contract": draw(YES_OR_NO),
            "components": draw(components()),
            **({"lease_rate": draw(percent(15))} if any(cost["lease"] != "0 months" for cost in costs) else {}),
            "corporation_tax": draw(st.sampled_from(["0%", "0%", "19%", "25%"])),
        },
    }


def scenarios(most_months=96):
    """Valid scenarios."""
    return terms(most_months).map(checked)
