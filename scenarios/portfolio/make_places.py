# ruff: noqa: INP001 — a script, in no package
"""Makes places.csv: 300 places that there are not, with figures made up within the ranges of published ones.

Run from this folder: python make_places.py > places.csv. The same figures come out each time.
"""

import csv
import random
import sys

PLACES = 300
SOURCE = "made up, within the ranges of published prices, rents and allowances"
COLUMNS = (
    "place",
    "status",
    "source",
    "homes.bought.bought",
    "homes.bought.price",
    "homes.bought.value",
    "homes.bought.rent",
    "commissioner.avoided",
    "commissioner.weekly_cost",
    "grants.council_grant.amount",
    "finance.bank_loan.amount",
)
WORKS, ON_COSTS, OPTIMISM, INFLATION = 20_000, 3_000, 0.10, 1.02
COSTS_A_HOME, LOST, WEEKS = 2_600, 0.05, 52
A_POUND_LENT = 0.065 / (1 - 1.065**-24)  # a year's service of an annuity at 6.5% over 24 years
COVER, WORKING_CAPITAL, FEE, STEP = 1.35, 50_000, 0.01, 5_000


def pounds(amount: float) -> str:
    """An amount as a scenario has it."""
    return f"£{amount:,.0f}"


def place(number: int, chance: random.Random) -> tuple[str, ...]:
    """One place: dearer homes let at higher rents, though not by as much; the grant is what a loan does not cover."""
    price = 1_000 * round(chance.triangular(65, 190, 90))
    rent = round(70 + 0.6 * price / 1_000 + chance.uniform(-12, 12))
    homes = round(chance.triangular(8, 60, 20))
    cost = homes * (price + WORKS * (1 + OPTIMISM) + ON_COSTS) * INFLATION + WORKING_CAPITAL
    carried = homes * (rent * WEEKS * (1 - LOST) - COSTS_A_HOME)
    loan = STEP * (min(carried / COVER / A_POUND_LENT, 0.8 * cost) // STEP)
    grant = STEP * (1 + (cost + FEE * loan - loan) // STEP)
    return (
        f"Place {number:03}",
        "illustrative",
        SOURCE,
        f"{homes}",
        pounds(price),
        pounds(price + WORKS),
        f"£{rent} a week",
        f"{round(chance.triangular(5, 30, 15))}%",
        f"£{10 * round(chance.triangular(21, 42, 28))} a week",
        pounds(grant),
        pounds(loan),
    )


def main() -> None:
    """Write the table."""
    chance = random.Random(2026)  # noqa: S311
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(place(number, chance) for number in range(1, PLACES + 1))


if __name__ == "__main__":
    main()
