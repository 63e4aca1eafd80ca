"""A partnership and the figures it worked out to, as the identities look at them."""

import numpy as np

from modeller.lines.references import Line
from modeller.scenario.walk import figures

HALF_A_PENNY = 0.005


class Look:
    """A partnership with the rows it worked out to."""

    def __init__(self, partnership, results, changes=None):
        self.p, self.results, self.changes = partnership, results, changes or {}

    def __call__(self, line):
        """The months of a line, from the first."""
        found = self.p.model.by_key[line] if isinstance(line, str) else line
        return self.results[found][1:] if found.monthly else self.results[found]

    def _stated(self, key):
        """What the scenario says of an input that nothing in its model leans on."""
        return next(figure.value for figure in figures(self.p.scenario) if figure.key == key)

    def total(self, lines):
        """The sum of some lines by month; nil of none."""
        return sum((self(line) for line in lines), np.zeros_like(self(self.p.payments.cash)))

    def given(self, key):
        """An input, of shape (scenario,)."""
        scenarios = self(self.p.payments.cash).shape[1]
        known = self.p.model.inputs
        stated = self.changes.get(key, known[key].value if key in known else self._stated(key))
        return np.broadcast_to(np.asarray(stated, dtype=float), scenarios)

    def path(self, step):
        """How far the path goes: extensions taken, the number of the break used, tenders won."""
        return self.given(f"contract.path.{step}")

    @property
    def months(self):
        """The numbers of the months, to be set beside rows."""
        return np.arange(1, self.p.model.months + 1)[:, None]


def before(row):
    """A row a month ago, nil before the first."""
    return np.vstack([np.zeros_like(row[:1]), row[:-1]])


def slug_of(loan):
    """The name of a loan as it stands in keys."""
    return loan.section.key.split(".")[-1]


def later(row, months):
    """A row some months later, nil before."""
    return np.vstack([np.zeros((min(months, len(row)), row.shape[1])), row])[: len(row)]


def if_any(line):
    """A line that a model may not have, in a list to be added up."""
    return [] if line is None else [line]


def nil(difference, what):
    """Nothing, to half a penny, in every month and scenario."""
    worst = np.max(np.abs(difference), initial=0)
    assert worst < HALF_A_PENNY, f"{what}: £{worst:,.4f}"


def never_below(row, what, least=0.0):
    """At least nil, or so much, to half a penny."""
    assert np.min(row - least, initial=0) > -HALF_A_PENNY, f"{what}: {np.min(row - least)}"


def to_lender(loan):
    """The lines of what a lender is paid: interest, capital, and its share of cash where it has one."""
    shared = (loan.shared,) if isinstance(loan.shared, Line) else ()
    return (loan.interest_paid, loan.principal_paid, *shared)


def indexation(look, loan):
    """What a loan's capital moves by; nil where it does not move."""
    return look(loan.indexation) if isinstance(loan.indexation, Line) else np.zeros_like(look(loan.owed))


def ahead(look, loan):
    """What was repaid before it was due: out of homes sold or compensation, swept, or out of its share."""
    ways = ("repaid_early", "swept", "capital_repaid_from_its_share")
    return sum(optional(look, look.p.model.by_key.get(f"{loan.section.key}.{way}")) for way in ways)


def revenue_grants(look):
    """What grants for revenue pay by month; nil of none."""
    return look.total(if_any(look.p.grants.revenue))


def optional(look, line):
    """A row of which there may be none, or a figure that stands for nothing; then nil."""
    return look(line) if isinstance(line, Line) else np.zeros_like(look(look.p.payments.cash))


def repaid_early(look, loan):
    """What of a loan was repaid early out of homes sold or compensation, and not swept or shared."""
    found = look.p.model.by_key.get(f"{loan.section.key}.repaid_early")
    return optional(look, found)


def lent(look, loan):
    """What a loan may be drawn for: what is asked, or what its lender's rules allow."""
    key = f"lending.{slug_of(loan)}.lent"
    return look(key) if key in look.p.model.by_key else look.given(f"finance.{slug_of(loan)}.amount")


def first_end(look):
    """The last month of the first contract, on the path worked: of shape (scenario,)."""
    terms, (extended, broken) = look.p.scenario.contract, (look.path("extended"), look.path("broken"))
    end = look.given("contract.committed")
    for number, each in enumerate(terms.extensions, 1):
        end = end + np.where(extended >= number, look.given(f"contract.extensions.{each.slug}.length"), 0)
    for number, each in enumerate(terms.breaks, 1):
        end = np.where(broken == number, look.given(f"contract.breaks.{each.slug}.at"), end)
    return end


def last_end(look):
    """The last month of the last contract."""
    cycle = look.given("contract.retender.gap") + look.given("contract.retender.length")
    return first_end(look) + look.path("won") * cycle


def in_force(look):
    """1 in each month in which there is a contract, counted contract by contract."""
    first, gap, length = first_end(look), *(look.given(f"contract.retender.{each}") for each in ("gap", "length"))
    found = np.where(look.months <= first, 1, 0)
    for number in range(int(look.path("won").max())):
        begins = first + number * (gap + length) + gap
        within = (look.months > begins) & (look.months <= begins + length)
        found = np.where((look.path("won") > number) & within, 1, found)
    return found
