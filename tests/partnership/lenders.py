"""Loans as Hypothesis draws them: every kind of money that a scenario may state, and nothing that would be idle."""

from hypothesis import strategies as st

from modeller.scenario.money import MONTHS_BETWEEN
from tests.partnership.draws import YES_OR_NO, months, percent, pounds

REGULAR = ("annuity", "equal principal")
SHAPES = (*REGULAR, *REGULAR, "bullet", "bullet", "sculpted", "as stated", "from its share")
OFTEN = ("monthly", "monthly", "monthly", "quarterly", "half-yearly", "yearly")
LEAST, MOST = percent(5), percent(25, 5)


def sometimes(strategy):
    """Nothing twice as often as something."""
    return st.one_of(st.just({}), st.just({}), strategy)


@st.composite
def loans(draw, horizon, year):
    """One loan of any kind, drawn before it is repaid."""
    repayment = draw(repayments(horizon, year))
    pricing = draw(pricings(shared=repayment["shape"] == "from its share"))
    if "extension" in repayment:
        pricing["step_up"] = draw(percent(5))
    due = sum(int(repayment[key].split()[0]) for key in ("after", "over"))
    return {
        "amount": draw(st.one_of(pounds(3_000_000), pounds(300_000))),
        "interest": draw(percent(25)),
        "repayment": repayment,
        "drawing": draw(st.one_of(st.just({}), drawings())),
        "available": f"{draw(st.integers(1, min(due, 40)))} months",
        "arrangement_fee": draw(percent(5)),
        "commitment_fee": draw(percent(2)),
        "pricing": pricing,
        "social": draw(YES_OR_NO),
        "covenants": draw(covenants()),
        "sizing": draw(sizings(sculpted=repayment["shape"] == "sculpted")),
        "guarantee": draw(sometimes(guarantees())),
        "recourse": draw(pounds(200_000)),
        "break_cost": draw(percent(20)),
        "hurdle": draw(percent(25)),
    }


@st.composite
def repayments(draw, horizon, year):
    """How capital comes back: in whole periods, in a shape of any kind."""
    shape, paid = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(OFTEN))
    between = MONTHS_BETWEEN[paid]
    own = {"shape": shape, "paid": paid}
    own["after"] = f"{draw(st.integers(0, 30 // between)) * between} months"
    own["over"] = f"{draw(st.integers(1, (horizon + 60) // between)) * between} months"
    if shape in REGULAR:
        own |= draw(sometimes(st.fixed_dictionaries({"balloon": percent(100)})))
    if shape == "as stated":
        own["by_year"] = draw(shares_by_year(year))
    if shape != "from its share":
        own |= draw(sometimes(st.fixed_dictionaries({"extension": months(1, 24)})))
    holiday = draw(sometimes(holidays(between)))
    sweep = draw(sometimes(st.fixed_dictionaries({"sweep": percent(100)})))
    return {**own, **holiday, **sweep}


@st.composite
def shares_by_year(draw, year):
    """Shares of the loan in up to four years, the first of them at the start or after it."""
    first, shares = year + draw(st.integers(0, 2)), draw(st.lists(percent(100), min_size=1, max_size=4))
    last = draw(st.integers(1, 1000))
    return {str(first + place): each for place, each in enumerate([*shares[:-1], f"{last / 10}%"])}


def holidays(between):
    """Whole periods in which no interest is paid."""
    length = st.integers(1, 24 // between).map(lambda periods: f"{periods * between} months")
    fates = st.sampled_from(["rolled up", "waived"])
    return st.fixed_dictionaries({"interest_holiday": length, "in_holiday": fates})


@st.composite
def pricings(draw, *, shared):
    """What a lender gets: a rate fixed or following, counted in months or days; a share; capital that moves."""
    return {
        **draw(sometimes(following())),
        **(draw(shares()) if shared else draw(sometimes(shares()))),
        **draw(sometimes(links())),
        "counted_in": draw(st.sampled_from(["months", "months", "days"])),
        "fees": draw(st.sampled_from(["paid", "paid", "added to the loan"])),
    }


def following():
    """A margin over another rate, bounded at both ends or neither."""
    of = {"follows": st.sampled_from(["bank rate", "consumer prices"])}
    return st.one_of(st.fixed_dictionaries(of), st.fixed_dictionaries({**of, "least_rate": LEAST, "most_rate": MOST}))


@st.composite
def shares(draw):
    """A share of any income, within limits of any kind."""
    limits = {
        "share_above": pounds(60_000).map(lambda amount: f"{amount} a year"),
        "share_at_most": percent(100),
        "most_back": st.sampled_from(["0", "0.5", "1", "1.1", "2"]),
    }
    kept = draw(st.lists(st.sampled_from(sorted(limits)), unique=True, max_size=2))
    return {
        "share": f"{draw(st.integers(1, 1000)) / 10}%",
        "share_of": draw(st.sampled_from(["cash", "surplus", "rent", "revenue"])),
        **{name: draw(limits[name]) for name in kept},
    }


def links():
    """Capital that moves with prices: with all of them, in part, or within a collar and a cap."""
    in_part = {"of_rise": percent(200), "of_fall": percent(100)}
    bounds = {"least_rise": percent(2, -5), "most_rise": percent(10, 2)}
    houses = {"linked_to": st.just("house prices")}
    prices = {"linked_to": st.just("consumer prices")}
    return st.one_of(
        st.fixed_dictionaries(houses),
        st.fixed_dictionaries({**houses, **in_part}),
        st.fixed_dictionaries(prices),
        st.fixed_dictionaries({**prices, **bounds}),
        st.fixed_dictionaries({**prices, **bounds, **in_part}),
    )


def drawings():
    """Drawn evenly, lapsing, or revolving."""
    even = {"pace": st.just("evenly")}
    return st.one_of(st.fixed_dictionaries(even), st.fixed_dictionaries({"lapses": YES_OR_NO, "redrawn": YES_OR_NO}))


@st.composite
def guarantees(draw):
    """What stands behind a loan besides the homes."""
    return {
        "amount": f"£{draw(st.integers(1, 200_000))}",
        "premium": draw(percent(10)),
        "repaid": draw(YES_OR_NO),
    }


@st.composite
def covenants(draw):
    """What the lender tests."""
    return {
        "tested_from": draw(months(1, 36)),
        "debt_service_cover": str(draw(st.sampled_from([0, 1, 1.1, 1.5]))),
        "interest_cover": str(draw(st.sampled_from([0, 1.25]))),
        "loan_to_value": draw(percent(90)),
        **draw(further_covenants()),
    }


def further_covenants():
    """The covenants that few loans have: none, or some of them."""
    times = st.sampled_from(["0", "0", "0.8", "1.2"])
    some = {
        **dict.fromkeys(("rent_cover", "surplus_cover", "mri_cover", "loan_life_cover"), times),
        "gearing": st.one_of(st.just("0%"), percent(120)),
        "liquidity": months(0, 6),
    }
    return st.one_of(st.just({}), st.fixed_dictionaries({}, optional=some))


def sizings(*, sculpted):
    """How a lender sizes a loan, if it does: sculpted payments follow the cover that it wants."""
    covers = ["1", "1.25", "2"] if sculpted else ["0", "0", "1", "1.25", "2"]
    return st.fixed_dictionaries(
        {
            "target_cover": st.sampled_from(covers),
            "dependent_cover": st.sampled_from(["0", "1.35", "3"]),
            "longest_term": months(1, 300),
            "tail": months(0, 36),
            "by": st.sampled_from(["level", "sculpted"]),
            "loan_to_value": st.one_of(st.just("0%"), percent(90)),
        }
    )


@st.composite
def reserves(draw, horizon, finance):
    """Cash kept back: by months of costs, and shares locked up, only where some loan looks at it."""
    shares = [loan["pricing"].get("share", "0%") != "0%" for loan in finance]
    kept = {
        "liquidity": draw(pounds(80_000)),
        "working_capital": draw(pounds(200_000)),
        "debt_service": draw(pounds(150_000)),
        "debt_service_filled": f"month {draw(st.integers(1, horizon))}",
    }
    if any(shares[1:]):
        kept["lock_up"] = str(draw(st.sampled_from([0, 0, 1, 1.2, 3])))
    if any(shares) or any(loan["drawing"].get("redrawn") == "yes" for loan in finance):
        kept["liquidity_months"] = str(draw(st.sampled_from([0, 0, 1, 2.5, 12])))
    return kept
