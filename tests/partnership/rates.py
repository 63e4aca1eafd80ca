"""What a loan's terms say of each month, worked out from the scenario alone: rates, parts of a year, indices, dates."""

from calendar import monthrange

import numpy as np

from modeller.scenario.money import MONTHS_BETWEEN
from tests.partnership.look import slug_of


def stated(look, loan):
    """The loan as the scenario has it."""
    name = slug_of(loan)
    return next(each for each in look.p.scenario.finance if each.slug == name)


def given(look, loan, key):
    """A figure of the loan's terms, of shape (scenario,)."""
    return look.given(f"finance.{slug_of(loan)}.{key}")


def calendar(look):
    """Year and month of the year of every month worked, each of shape (month, 1)."""
    start = look.p.scenario.start
    serials = start.year * 12 + start.month - 1 + np.arange(look.p.model.months)
    return (serials // 12)[:, None], (serials % 12 + 1)[:, None]


def of_year(path, years):
    """A path of figures by calendar year, the first carried back and the last carried forward."""
    known = sorted(path)
    return np.array([path[min(max(year, known[0]), known[-1])] for year in years[:, 0]])[:, None]


def due(look, loan):
    """The month in which a loan falls due."""
    return given(look, loan, "repayment.after") + given(look, loan, "repayment.over")


def base_rate(look, loan):
    """The yearly rate of each month, without what is added in an extension or waived in a holiday."""
    pricing, economy, (years, _) = stated(look, loan).pricing, look.p.scenario.economy, calendar(look)
    fixed = given(look, loan, "interest") + 0 * look.months
    if pricing.follows == "none":
        return fixed
    path = economy.bank_rate if pricing.follows == "bank rate" else economy.consumer_prices
    return np.clip(of_year(path, years) + fixed, pricing.least_rate, pricing.most_rate)


def at_signing(look, loan):
    """The yearly rate of the first month, by which a loan is sized and valued."""
    return base_rate(look, loan)[0]


def rate(look, loan):
    """The yearly rate charged in each month."""
    terms, found = stated(look, loan), base_rate(look, loan)
    found = found + terms.pricing.step_up * (look.months > due(look, loan))
    waived = terms.repayment.in_holiday == "waived"
    return np.where(waived & (look.months <= terms.repayment.interest_holiday), 0, found)


def part_of_a_year(look, loan):
    """What part of a year each month counts for."""
    if stated(look, loan).pricing.counted_in == "months":
        return np.full_like(look.months, 1, dtype=float) / 12
    years, months = calendar(look)
    days = [monthrange(year, month)[1] for year, month in zip(years[:, 0], months[:, 0], strict=True)]
    return np.array(days)[:, None] / 365


def pays(look, loan):
    """Whether a payment falls due in each month."""
    between = MONTHS_BETWEEN[stated(look, loan).repayment.paid]
    return (look.months % between == 0) | (look.months >= due(look, loan))


def in_extension(look, loan):
    """Whether a month is in the extension of a loan that has fallen due."""
    falls = due(look, loan)
    return (look.months >= falls) & (look.months < falls + stated(look, loan).repayment.extension)


def grows(look, loan):
    """The rise in each month of what the loan's capital moves with."""
    pricing = stated(look, loan).pricing
    if pricing.linked_to == "none":
        return np.zeros(look.months.shape)
    index = _house_prices(look) if pricing.linked_to == "house prices" else _consumer_prices(look, pricing)
    moved = 1 + np.maximum(0, index - 1) * pricing.of_rise - np.maximum(0, 1 - index) * pricing.of_fall
    earlier = np.vstack([moved[:1], moved[:-1]])
    return moved / earlier - 1


def _house_prices(look):
    """Straight-line within each calendar year."""
    years, months = calendar(look)
    growth = of_year(look.p.scenario.economy.house_prices, years)
    index, begun, found = 1.0, 1.0, []
    for month, of_the_year in zip(months[:, 0], growth[:, 0], strict=True):
        index += begun * of_the_year / 12
        begun = index if month == 12 else begun
        found.append(index)
    return np.array(found)[:, None]


def _consumer_prices(look, pricing):
    """A step each April after the start, by the calendar year before, within the collar and the cap."""
    years, months = calendar(look)
    rises = of_year(look.p.scenario.economy.consumer_prices, years - 1)
    rises = np.clip(rises, pricing.least_rise, pricing.most_rise)
    steps = np.where((months == 4) & (look.months > 1), 1 + rises, 1)
    return np.cumprod(steps, axis=0)


def liquidity(look):
    """Cash that is kept before any is shared, swept or drawn for."""
    kept, year = look.p.scenario.reserves, last_year(look("costs.all_costs.running_costs"))
    return np.maximum(kept.liquidity, year / 12 * kept.liquidity_months)


def last_year(row):
    """The sum of a row over the last twelve months, this one included."""
    so_far = np.cumsum(row, axis=0)
    return so_far - np.vstack([np.zeros_like(so_far[:12]), so_far])[: len(so_far)]


def so_far(row):
    """The sum of a row up to and with each month."""
    return np.cumsum(row, axis=0)
