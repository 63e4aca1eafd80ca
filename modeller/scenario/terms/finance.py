"""Reserves, lending as a whole, and exits: what stands behind every loan."""

from __future__ import annotations

from modeller.scenario.figures import AYear, Block, Month, Months, Pounds, Share, Times, YesNo, figure


class Reserves(Block):
    """Cash kept back for a bad month."""

    liquidity: Pounds = figure(
        "Cash kept before any is shared", default=0, low=0, help="Shares of cash are taken of what is above it."
    )

    liquidity_months: Times = figure(
        "Months of running costs kept before any is shared",
        default=0,
        low=0,
        high=24,
        help="Of the last 12 months; what is kept is the greater of this and the sum above.",
    )
    lock_up: Times = figure(
        "Least cover at which shares of income are paid",
        default=0,
        low=0,
        high=10,
        help="Cash before loans over the service of the loans above, last 12 months; below it shares are locked up, "
        "and let go when cover is back.",
    )
    working_capital: Pounds = figure(
        "Working capital at signing", default=0, low=0, help="A use of the money raised, in the first month."
    )
    debt_service: Pounds = figure(
        "Debt-service reserve",
        default=0,
        low=0,
        help="Filled from the money raised, drawn on before a payment to the first loan is missed.",
    )
    debt_service_filled: Month = figure(
        "Month in which that reserve is filled", default=1, low=1, high=720, help="A month such as 2028-09."
    )


class Lending(Block):
    """Whether loans are as stated, or no more than their lenders' rules allow."""

    resized: YesNo = figure(
        "Loans are re-sized by their lenders' rules",
        default=False,
        help="Each loan is the lesser of what is asked and its capacity; a further grant makes good the rest.",
    )
    further_grant: Pounds = figure(
        "Further grant", default=0, low=0, help="Paid at signing, besides the grants stated; not clawed back."
    )


class Exit(Block):
    """What happens to a loan that is not repaid from operations: refinance, recourse, the sale of homes."""

    cure: Months = figure(
        "Months in arrears before default",
        default=3,
        low=0,
        high=36,
        help="Then the loan is called: refinanced, met by recourse or by the sale of homes, or the rest is lost.",
        source="loan agreements allow days to months",
    )
    refinance_rate: AYear = figure(
        "Rate of interest of the refinance test",
        default=0.075,
        low=0,
        high=0.5,
        help="The rate a new lender tests all debt at.",
        source="one percentage point over a social bank's 6.5%",
    )
    interest_cover: Times = figure(
        "Interest cover of the refinance test",
        default=1.25,
        low=0,
        high=10,
        help="A year's income that lasts over a year's interest on all debt.",
        source="an ordinary covenant of social landlords' loans",
    )
    loan_to_value: Share = figure(
        "Loan to value of the refinance test",
        default=0.6,
        low=0,
        high=1,
        help="All debt over the stressed value of the homes.",
        source="within the 70% that social banks publish",
    )
    fall_in_value: Share = figure(
        "Fall in values under stress",
        default=0.2,
        low=0,
        high=1,
        help="Below the value on the lenders' basis.",
        source="a fall of a fifth, as in stress tests of social landlords",
    )
    sale_costs: Share = figure("Cost of selling", default=0.03, low=0, high=0.5, help="Share of the price.")
    sale_period: Months = figure(
        "Months the lender waits for sales",
        default=24,
        low=0,
        high=240,
        help="Homes are sold only as tenancies end; what is not sold in these months is sold with tenants in it.",
    )
