"""Random small partnerships, quick to work: a lot or two, a loan or two, and a service that is paid by contract.

The margin of the service is never negative: it earns at least what ends with it, month by month, paid as it is earned.
Nothing is clawed back, goes back, is sold or is paid because the contract ends, unless a test says so.
"""

from hypothesis import strategies as st

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked

PRICES = ("consumer_prices", "september_cpi", "earnings", "building_maintenance", "house_prices")
NONE = st.just({})
LENGTHS = (6, 12, 24, 36, 60, 84, 120, 144, 168)


def percent(low, high):
    return st.integers(low, high).map(lambda figure: f"{figure}%")


def pounds(low, high, step=100):
    return st.integers(low // step, high // step).map(lambda figure: f"£{figure * step}")


@st.composite
def loans(draw, number, *, at_once):
    after, over = draw(st.integers(0, 24)), draw(st.integers(12, 150))
    available = 1 if at_once else draw(st.integers(1, min(24, after + over)))
    sizing = {"target_cover": "1.2", "dependent_cover": "1.4", "tail": "6 months", "longest_term": "10 years"}
    return {
        "name": f"Loan {number}",
        "amount": draw(pounds(20_000, 400_000)),
        "interest": f"{draw(st.integers(0, 24)) / 2}%",
        "repayment": {
            "shape": draw(st.sampled_from(["annuity", "equal principal", "bullet"])),
            "after": f"{after} months",
            "over": f"{over} months",
        },
        "available": f"{available} months",
        "covenants": {
            "tested_from": "18 months",
            "debt_service_cover": draw(st.sampled_from(["0", "0", "1.1"])),
            "loan_to_value": "0%" if at_once else draw(st.sampled_from(["0%", "80%"])),
        },
        "sizing": sizing if draw(st.booleans()) else {},
    }


@st.composite
def lots(draw, number, *, depends, worth):
    value = draw(pounds(20_000, 120_000)) if worth else "£0"
    return {
        "name": f"Lot {number}",
        "bought": f"{draw(st.integers(1, 6))}",
        "arrive": f"month {draw(st.integers(1, 6))}",
        "over": f"{draw(st.integers(1, 6))} months",
        "price": draw(pounds(0, 70_000)) if worth else "£0",
        "works": draw(pounds(0, 10_000)),
        "ready_after": f"{draw(st.integers(0, 4))} months",
        "value": value,
        "rent": f"£{draw(st.integers(40, 160))} a week",
        "depends_on_contract": draw(percent(0, 100)) if depends else "0%",
        "continues_at": draw(st.sampled_from(["0%", "40%", "100%"])) if depends else "0%",
    }


@st.composite
def terms(draw, *, depends=True, secured=True, contract=NONE):
    """A scenario as plain settings. Not `secured`: nothing to sell, no reserves, every loan drawn at signing."""
    horizon = draw(st.sampled_from([120, 132, 144]))
    avoidable = draw(st.integers(0, 60)) * 1_000
    margin = draw(st.integers(0, 60)) * 1_000
    index = draw(st.sampled_from(["none", "earnings"]))
    share = "100%" if depends else "0%"
    number = draw(st.integers(1, 2))
    return {
        "title": "A small partnership drawn at random",
        "start": "2026-04",
        "horizon": f"{horizon} months",
        "contract": {"committed": f"{horizon} months", **draw(contract)},
        "economy": {name: draw(percent(-3, 5)) for name in PRICES},
        "rent": {"margin": "0%", "voids": "5%", "bad_debts": "2%"},
        "homes": [draw(lots(each, depends=depends, worth=secured)) for each in range(1, draw(st.integers(2, 3)))],
        "income": [
            {
                "name": "Service",
                "amount": f"£{avoidable + margin} a year",
                "index": index,
                "depends_on_contract": share,
                "from_council": draw(st.sampled_from(["yes", "no"])),
            }
        ],
        "costs": [
            {"name": "Staff", "fixed": f"£{avoidable} a year", "index": index, "depends_on_contract": share},
            {
                "name": "Other",
                "per_home": draw(pounds(500, 3_000)) + " a home a year",
                "fixed": draw(pounds(0, 30_000)) + " a year",
                "index": "consumer prices",
            },
        ],
        "major_repairs": {"reserve": draw(pounds(0, 900)) + " a home a year"} if secured else {},
        "grants": [{"name": "Grant", "amount": draw(pounds(0, 300_000))}],
        "finance": [draw(loans(each, at_once=not secured)) for each in range(1, number + 1)],
        "reserves": {
            "working_capital": draw(pounds(0, 30_000)),
            "debt_service": draw(st.sampled_from(["£0", "£10,000"])) if secured else "£0",
        },
    }


def partnerships(**kinds):
    return terms(**kinds).map(lambda stated: assemble(checked(stated)))


@st.composite
def renewals(draw, *, breaks=True):
    """An extension or none, a break or none, a tender or none."""
    stated = {}
    if draw(st.booleans()):
        stated["extensions"] = [{"length": f"{draw(st.integers(6, 36))} months", "probability": draw(percent(0, 100))}]
    if breaks and draw(st.booleans()):
        stated["breaks"] = [{"at": f"{draw(st.integers(6, 60))} months", "probability": draw(percent(0, 100))}]
    if draw(st.booleans()):
        length = draw(st.sampled_from([24, 36, 60]))
        stated["retender"] = {
            "win": draw(percent(0, 100)),
            "length": f"{length} months",
            "price": draw(st.sampled_from(["100%", "90%"])),
        }
    # an extension must begin within the months worked, unless the contract fills them all, as the one stated here does
    return stated
