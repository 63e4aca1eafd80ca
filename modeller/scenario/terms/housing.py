"""Homes, their rents and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.scenario import checks, giving
from modeller.scenario.figures import (
    AYear,
    Block,
    ByYear,
    Homes,
    Month,
    Months,
    Named,
    PoundsAHome,
    PoundsAHomeAWeek,
    Share,
    WeeksAYear,
    YesNo,
    figure,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


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
    turnover: AYear = figure(
        "Tenancies that end in a year",
        default=0.1,
        low=0,
        high=1,
        help="Homes let for life can be sold only as fast as tenancies end; each new letting may spare a family "
        "temporary accommodation.",
        source="about one tenancy in ten ends in a year; to be replaced by the landlord's own figure",
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


class HomesLot(Named):
    """Homes handed over, or bought together on like terms."""

    transferred: Homes = figure(
        "Homes handed over by the council", default=0, low=0, high=100_000, help="Given for nothing."
    )
    bought: Homes = figure(
        "Homes bought", default=0, low=0, high=100_000, help="Whole homes, spread evenly over the months of buying."
    )
    leased: Homes = figure(
        "Homes leased",
        default=0,
        low=0,
        high=100_000,
        help="Taken on lease, so worth £0 to lenders; the rent of the lease is a cost.",
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
        help="In money of the start, VAT included unless it is added below; paid when the home arrives.",
    )
    vat_on_works: Share = figure(
        "VAT added to works",
        default=0,
        low=0,
        high=0.5,
        help="20% on works and their allowance stated without it. Rents of homes are exempt, so it is not recovered.",
        source="nil: works are stated with VAT",
    )
    part_empty_two_years: Share = figure(
        "Homes empty for two years or more before works",
        default=0,
        low=0,
        high=1,
        help="The share of the lot whose works bear the reduced rate.",
    )
    vat_when_empty: Share = figure(
        "Reduced rate of VAT on works",
        default=0.05,
        low=0,
        high=0.5,
        help="On works to homes that have been empty for two years.",
        status="fact",
        source="Value Added Tax Act 1994, Schedule 7A, Group 7, as it stood in 2026",
    )
    stamp_duty: Share = figure(
        "Stamp duty land tax, of the price",
        default=0,
        low=0,
        high=0.2,
        help="Without relief 5% of a price up to £125,000, with the charge on additional dwellings from 31 October "
        "2024.",
        source="nil: charities and social landlords are relieved of it, Finance Act 2003, Schedule 8 and section 71",
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
    continues_at: Share = figure(
        "Rent at which that share continues",
        default=0,
        low=0,
        high=2,
        help="Of what it was under the contract, such as a fall from supported to ordinary rent; nil: it stops.",
    )
    continues_after: Months = figure(
        "Months empty before it continues", default=0, low=0, high=60, help="From the contract's last month."
    )
    sold_on_ending: YesNo = figure(
        "Homes are sold when the contract ends for good",
        default=False,
        help="As tenancies end; what they bring repays the loans in their rank. Only homes that are bought.",
    )
    overage: Share = figure(
        "Overage: the council's part of what a home is sold for above its base",
        default=0,
        low=0,
        high=1,
        help="Out of what homes sold when the contract ends bring, before it repays any loan.",
    )
    overage_base: PoundsAHome = figure(
        "Price of a home from which overage begins",
        default=0,
        low=0,
        help="In money of the start; moves with consumer prices.",
    )
    pre_emption: Share = figure(
        "Homes sold that the council buys back",
        default=0,
        low=0,
        high=1,
        help="Of homes sold when the contract ends, at their value: the enterprise is paid no less. Funders dislike a "
        "right to buy back, so its time should be short.",
    )
    pre_emption_within: Months = figure(
        "Time within which the council may buy back", default=0, low=0, high=720, help="From the start."
    )
    clawback_over: Months = figure(
        "Clawback of the value handed over tapers away over", default=0, low=0, high=720, help="As for a grant."
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Homes come one way, on terms that fit it."""
        yield from checks.homes_come_one_way(self)
        yield from checks.terms_fit_the_lot(self)
        yield from giving.sales_are_shared(self)
        yield from checks.taxes_have_something_to_tax(self)


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
