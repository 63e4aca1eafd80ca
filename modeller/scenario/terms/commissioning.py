"""The council's own side: what the partnership costs and spares it."""

from __future__ import annotations

from modeller.scenario.figures import (
    AYear,
    Block,
    Months,
    Pounds,
    PoundsAHome,
    PoundsAHomeAYear,
    PoundsAWeek,
    PoundsAYear,
    Share,
    figure,
)


class Commissioner(Block):
    """The council as commissioner: its own costs, the temporary accommodation it is spared, and how it discounts."""

    contract_management: PoundsAYear = figure(
        "Managing the contract", default=0, low=0, help="Officers' time while the contract is in force."
    )
    foregone_rent: PoundsAHomeAYear = figure(
        "Net rent given up on homes handed over", default=0, low=0, help="For each home held, in money of the start."
    )
    grant_financed_over: Months = figure(
        "Grant is borrowed for, over",
        default=0,
        low=0,
        high=720,
        help="Minimum revenue provision charges it in equal parts from the year after; nil: not borrowed for.",
    )
    financing_rate: AYear = figure(
        "Rate at which the council borrows", default=0, low=0, high=0.2, help="On grant not yet provided for."
    )
    avoided: Share = figure(
        "Lettings that avoid temporary accommodation",
        default=0,
        low=0,
        high=1,
        help="Of first lettings and re-lets, while the contract is in force.",
    )
    stay: Months = figure(
        "Stay in temporary accommodation avoided", default=0, low=0, high=60, help="For each such letting."
    )
    weekly_cost: PoundsAWeek = figure(
        "Net cost of temporary accommodation", default=0, low=0, help="To the council, after housing benefit."
    )
    step_in: PoundsAHome = figure(
        "Cost of stepping in", default=0, low=0, help="For each home held when the contract ends, were it to fail then."
    )
    benefit_period: Months = figure(
        "Months over which public capital is earned back",
        default=360,
        low=1,
        high=720,
        help="Grant and homes handed over, straight-line; what is left when the contract ends is at risk.",
        source="thirty years of use",
    )
    undervalue_limit: Pounds = figure(
        "Undervalue that needs no consent",
        default=2_000_000,
        low=0,
        help="Homes handed over for less than they are worth by more than this want the Secretary of State's consent.",
        status="fact",
        source="General Disposal Consent (England) 2003, under section 123 of the Local Government Act 1972; housing "
        "accounts have consents of their own",
    )
    assistance_limit: Pounds = figure(
        "Minimal financial assistance in three years",
        default=315_000,
        low=0,
        help="Grant and homes handed over above this are assessed against the subsidy principles.",
        status="fact",
        source="Subsidy Control Act 2022, section 36",
    )
    discount_rate: AYear = figure(
        "Real discount rate",
        default=0.035,
        low=0,
        high=0.2,
        help="On flows in money of the start.",
        status="fact",
        source="HM Treasury, the Green Book: 3.5% for the first 30 years",
    )
    later_discount_rate: AYear = figure(
        "Real discount rate after 30 years",
        default=0.03,
        low=0,
        high=0.2,
        help="From year 31.",
        status="fact",
        source="HM Treasury, the Green Book: 3.0% for years 31 to 75",
    )
