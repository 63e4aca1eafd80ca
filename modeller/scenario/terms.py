"""What a scenario may state: every input once, with its label, unit, bounds, default, meaning and source.

Reading, `--set`, the JSON Schema, the inputs sheet and `modeller inputs` all read these declarations. The order here
is the order of the inputs sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import checks
from modeller.scenario.figures import (
    AYear,
    Block,
    ByYear,
    Homes,
    Month,
    Months,
    Named,
    Pounds,
    PoundsAHome,
    PoundsAHomeAWeek,
    PoundsAHomeAYear,
    PoundsAYear,
    Share,
    Start,
    Times,
    WeeksAYear,
    YesNo,
    figure,
    listed,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit

IndexName = Literal["none", "consumer prices", "earnings", "building maintenance"]
Shape = Literal["annuity", "equal principal", "bullet"]


class Contract(Block):
    """The partnership between the council and the enterprise."""

    committed: Months = figure(
        "Committed length",
        low=1,
        high=720,
        help="Months from the start to the earliest date at which the council can leave without paying off the debt.",
    )
    ending_cost: Pounds = figure(
        "Cost to the enterprise when the contract ends",
        default=0,
        low=0,
        help="Redundancy and winding down, in money of the start; paid in the month after the contract's last.",
    )
    reversion: YesNo = figure(
        "Transferred homes go back to the council when the contract ends",
        default=False,
        help="The worst case for a lender: the homes handed over leave with their rent, for nothing.",
    )


class Economy(Block):
    """Paths of prices, by calendar year; the last year given is carried forward."""

    consumer_prices: ByYear[AYear] = figure(
        "Consumer prices (CPI), the year's average",
        low=-0.05,
        high=0.25,
        help="Moves the costs that follow consumer prices, each April, by the calendar year before.",
    )
    september_cpi: ByYear[AYear] = figure(
        "Consumer prices (CPI), the September figure",
        low=-0.05,
        high=0.25,
        help="Social rents step each April by the September before, not by the year's average.",
    )
    earnings: ByYear[AYear] = figure("Average earnings", low=-0.05, high=0.25, help="Moves staff costs each April.")
    building_maintenance: ByYear[AYear] = figure(
        "Building maintenance costs", low=-0.05, high=0.25, help="Moves repairs, works and major repairs each April."
    )
    house_prices: ByYear[AYear] = figure(
        "House prices", low=-0.5, high=0.5, help="Moves prices paid and values, month by month."
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:
        """Every path reaches back to the start."""
        return checks.prices_reach_back(self, start)


class Rent(Block):
    """How rents are charged, raised and collected, for all homes."""

    regime: str = text(
        "Rent regime",
        help="Affordable Rent, Social Rent or another, and the permission it rests on.",
        default="not stated",
    )
    weeks: WeeksAYear = figure(
        "Weeks charged in a year", default=52, low=48, high=53, help="52 unless the tenancy says otherwise."
    )
    margin: ByYear[AYear] = figure(
        "Rise above September CPI, by the year of the April",
        low=-0.1,
        high=0.1,
        help="1% in each year in which the rent policy allows CPI + 1%.",
    )
    ceiling: ByYear[AYear] = figure(
        "Most that rents may rise in an April",
        default=1.0,
        low=0,
        high=1,
        help="A cap such as 7%, or 0% for a freeze, by the year of the April.",
    )
    capped_by_allowance: YesNo = figure(
        "Rents are limited to the Local Housing Allowance",
        default=False,
        help="Only for private and leased lets: the allowance does not limit support to registered providers' tenants.",
    )
    allowance_rise: ByYear[AYear] = figure(
        "Rise of the Local Housing Allowance, by the year of the April",
        default=0,
        low=0,
        high=0.5,
        help="0% is a freeze; a year of re-basing is a larger step.",
    )
    voids: Share = figure("Rent lost to voids", low=0, high=1, help="Share of the rent of homes ready to let.")
    bad_debts: Share = figure("Rent not collected", low=0, high=1, help="Share of the rent of let homes.")
    nominated: Share = figure(
        "Lettings the council nominates to", default=0, low=0, high=1, help="Share of the homes ready to let."
    )
    void_guarantee: Share = figure(
        "Void loss on nominated homes that the council makes good",
        default=0,
        low=0,
        high=1,
        help="Paid month by month while the contract is in force.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:
        """Every path reaches back to the first April."""
        return checks.rents_reach_back(self, start)


class Grant(Named):
    """Money given by the council, once."""

    amount: Pounds = figure("Amount of the grant", low=0, help="In money of the day, not indexed.")
    at_signing: Share = figure("Paid at signing", default=1, low=0, high=1, help="In the first month.")
    as_homes_arrive: Share = figure(
        "Paid as homes arrive", default=0, low=0, high=1, help="The same sum for each home bought or handed over."
    )
    clawback_over: Months = figure(
        "Clawback tapers away over",
        default=0,
        low=0,
        high=720,
        help="If the contract ends sooner the council may ask for what the taper has left, month by month. Nil: none.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it adds up."""
        return checks.grant_adds_up(self)


class HomesLot(Named):
    """Homes handed over, or bought together on like terms."""

    transferred: Homes = figure(
        "Homes handed over by the council", default=0, low=0, high=100_000, help="Given for nothing."
    )
    bought: Homes = figure(
        "Homes bought", default=0, low=0, high=100_000, help="Whole homes, spread evenly over the months of buying."
    )
    arrive: Month = figure(
        "First month in which homes arrive", default=1, low=1, high=720, help="A month such as 2026-04."
    )
    over: Months = figure(
        "Months over which they arrive", default=1, low=1, high=720, help="1: all in the first of them."
    )
    price: PoundsAHome = figure(
        "Price of a home", default=0, low=0, help="In money of the start; moves with house prices."
    )
    works: PoundsAHome = figure(
        "Works on a home before it is let",
        default=0,
        low=0,
        help="In money of the start, VAT included; paid when the home arrives.",
    )
    on_costs: PoundsAHome = figure(
        "Legal, survey and other costs of buying a home", default=0, low=0, help="In money of the start."
    )
    optimism: Share = figure(
        "Optimism allowance on works", default=0, low=0, high=2, help="Added to works, as the Green Book asks."
    )
    ready_after: Months = figure(
        "Months of works before the first letting",
        default=0,
        low=0,
        high=36,
        help="The home earns rent from the month after these.",
    )
    value: PoundsAHome = figure(
        "Value of a home with vacant possession, after works",
        low=0,
        help="In money of the start; moves with house prices. What the council's books lose by handing it over.",
    )
    value_on_arrival: PoundsAHome = figure(
        "Value of a home as it arrives",
        default=0,
        low=0,
        help="For homes handed over: what the council gives up, the donated value in the accounts.",
    )
    rent: PoundsAHomeAWeek = figure(
        "Rent of a home", low=0, help="In money of the start, charged for the weeks of the year."
    )
    allowance: PoundsAHomeAWeek = figure(
        "Local Housing Allowance for such a home", default=0, low=0, help="Used only where rents are limited to it."
    )
    depends_on_contract: Share = figure(
        "Share of the rent that stops with the contract",
        default=0,
        low=0,
        high=1,
        help="Nil where tenants stay and pay on.",
    )
    clawback_over: Months = figure(
        "Clawback of the value handed over tapers away over", default=0, low=0, high=720, help="As for a grant."
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Homes come one way."""
        return checks.homes_come_one_way(self)


class Income(Named):
    """Other income, from the council or anyone else."""

    amount: PoundsAYear = figure("Amount", low=0, help="In money of the start.")
    index: IndexName = text("Moves with", default="none", help="Which path of prices raises it each April.")
    depends_on_contract: Share = figure(
        "Share that stops with the contract", default=0, low=0, high=1, help="1 for a payment under the contract."
    )
    paid_after: Months = figure(
        "Paid after", default=0, low=0, high=12, help="Months between earning it and receiving it."
    )
    from_council: YesNo = figure(
        "Paid by the council", default=False, help="Counted in the public money of the partnership."
    )


class Cost(Named):
    """A running cost: by the home, for the scheme as a whole, or both."""

    per_home: PoundsAHomeAYear = figure(
        "Amount a home", default=0, low=0, help="For each home held, in money of the start."
    )
    fixed: PoundsAYear = figure("Amount for the whole scheme", default=0, low=0, help="Whatever the number of homes.")
    index: IndexName = text("Moves with", default="consumer prices", help="Which path of prices raises it each April.")
    above_index: AYear = figure("Rise above that", default=0, low=-0.1, high=0.1, help="Real growth, each April.")
    depends_on_contract: Share = figure(
        "Share that can be avoided when the contract ends",
        default=0,
        low=0,
        high=1,
        help="Nil for costs that go on regardless.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it has an amount."""
        return checks.cost_has_an_amount(self)


class MajorRepairs(Block):
    """Setting money aside for kitchens, roofs and boilers, and spending it."""

    reserve: PoundsAHomeAYear = figure("Set aside at first", default=0, low=0, help="Each month for each home held.")
    later_reserve: PoundsAHomeAYear = figure("Set aside later", default=0, low=0, help="In money of the start.")
    later_from: Months = figure("Later means after", default=120, low=0, high=720, help="Months from the start.")
    spending: PoundsAHomeAYear = figure(
        "Spent on renewals", default=0, low=0, help="From the reserve; from cash when it runs out."
    )
    spending_from: Months = figure("Renewals begin after", default=120, low=0, high=720, help="Months from the start.")


class Repayment(Block):
    """How the capital of a loan comes back."""

    shape: Shape = text("Shape", help="annuity (level payments), equal principal, or bullet (all at the end).")
    after: Months = figure(
        "Capital holiday", default=0, low=0, high=720, help="Months of interest only, from the start."
    )
    over: Months = figure(
        "Repaid over",
        low=1,
        high=720,
        help="Months from the end of the holiday; a bullet falls due in the last of them.",
    )


class Covenants(Block):
    """What the lender tests at the end of each financial year; nil means not tested."""

    tested_from: Months = figure(
        "Tested after",
        default=12,
        low=1,
        high=720,
        help="Months from the start; lenders wait until homes are let.",
    )
    debt_service_cover: Times = figure(
        "Least debt-service cover", default=0, low=0, high=10, help="Over this loan and those ranking above it."
    )
    interest_cover: Times = figure(
        "Least interest cover", default=0, low=0, high=10, help="Operating cash after major repairs over interest."
    )
    loan_to_value: Share = figure("Most loan to value", default=0, low=0, high=5, help="On the stated valuation basis.")


class Loan(Named):
    """Money lent, repaid in the order of the list: the first ranks highest."""

    lender: str = text("Lender", default="", help="Who lends.")
    social: YesNo = figure("Counts as social investment", default=True, help="Counted in the social investment raised.")
    amount: Pounds = figure("Amount of the loan", low=0, help="The most that may be drawn.")
    interest: AYear = figure(
        "Rate of interest",
        low=0,
        high=0.5,
        help="A nominal yearly rate; one twelfth accrues each month on what is owed.",
    )
    repayment: Repayment
    available: Months = figure(
        "Available to draw for",
        default=1,
        low=1,
        high=720,
        help="Months from the start; then what is left is drawn at once.",
    )
    arrangement_fee: Share = figure(
        "Arrangement fee",
        default=0,
        low=0,
        high=0.2,
        help="Share of the loan, paid at signing out of the money raised.",
    )
    commitment_fee: AYear = figure(
        "Commitment fee", default=0, low=0, high=0.1, help="A yearly rate on what is not yet drawn."
    )
    covenants: Covenants = Covenants()

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it is drawn before it is repaid."""
        return checks.loan_is_drawn_before_it_is_repaid(self)


class Reserves(Block):
    """Cash kept back for a bad month."""

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


class Valuation(Block):
    """How homes are valued for lenders, stated once and used throughout."""

    basis: str = text(
        "Valuation basis", help="Vacant possession, subject to tenancies, or existing use.", default="vacant possession"
    )
    share: Share = figure(
        "Value on that basis, of value with vacant possession",
        default=1,
        low=0,
        high=1.5,
        help="Homes let for life are not worth vacant possession.",
    )


class Component(Named):
    """A part of a home that is depreciated over its own life."""

    share: Share = figure(
        "Share of the cost of a home", low=0, high=1, help="What is in no component is land, and is not depreciated."
    )
    life: Months = figure(
        "Useful life", low=12, high=1800, help="Straight line, from the month after the money is spent."
    )


class Accounts(Block):
    """The accounting framework."""

    framework: str = text(
        "Accounting framework", default="FRS 102", help="And the statement of recommended practice that is followed."
    )
    grants: Literal["accrual", "performance"] = text(
        "Grants are recognised by", default="accrual", help="accrual: over a life; performance: when received."
    )
    grant_life: Months = figure(
        "Grants are released over",
        default=600,
        low=12,
        high=1800,
        help="The life of the structure they pay for; accrual only.",
    )
    lives_cut_to_contract: YesNo = figure(
        "Lives are cut to the committed length",
        default=False,
        help="Where the economic life of the homes depends on the contract, as one provider's published policy has it.",
    )
    components: list[Component] = listed()

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Components are parts."""
        return checks.components_are_parts(self.components)


class Scenario(Block):
    """One partnership."""

    title: str = text("Title", help="Shown on every screen and sheet.")
    about: str = text("About", default="", help="What the scenario is, and what is not known.")
    council: str = text("Council", default="The council", help="The public body that gives the grant.")
    enterprise: str = text("Social enterprise", default="The enterprise", help="Who buys, repairs and lets.")
    start: Start = text("First month", help="A month such as 2026-04. Prices are in money of this month.")
    horizon: Months = figure("Months worked", low=12, high=720, help="Up to 60 years; fixed before a run.")
    contract: Contract
    economy: Economy
    homes: list[HomesLot]
    rent: Rent
    income: list[Income] = listed()
    costs: list[Cost] = listed()
    major_repairs: MajorRepairs = MajorRepairs()
    grants: list[Grant] = listed()
    finance: list[Loan] = listed()
    reserves: Reserves = Reserves()
    valuation: Valuation = Valuation()
    accounts: Accounts = Accounts()

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Homes arrive in time."""
        return checks.homes_arrive_in_time(self)
