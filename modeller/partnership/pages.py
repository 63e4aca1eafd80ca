"""The sheets for those who lend: what is asked, what secures it, cover by year, what comes back, and how it may end."""

from __future__ import annotations

from collections.abc import Callable

from modeller.lines.references import Line, Measure
from modeller.lines.views import (
    Breakdown,
    Cell,
    Covenant,
    Entry,
    Headrooms,
    Page,
    Part,
    Ranged,
    Row,
    Table,
    Tests,
    Told,
    Yearly,
)
from modeller.partnership.exits import Exit
from modeller.partnership.loans import Loan
from modeller.partnership.security import ALL
from modeller.partnership.security import NONE as UNSECURED
from modeller.partnership.shown import NONE, Shown, if_used

FATES = ("not called", "refinanced", "by recourse", "homes sold", "lender sells", "part lost")
SHAPES = {
    "annuity": "level payments",
    "equal principal": "equal parts",
    "bullet": "all at the end",
    "sculpted": "as planned cash allows",
    "as stated": "as stated by year",
    "from its share": "from a share of income",
}


def proposal(shown: Shown) -> Table:
    """The terms that the scenario proposes, briefly; each loan's are `of_each_loan`."""
    terms, ends = shown.terms, shown.outcome
    rows: list[tuple[str, Cell]] = [("Contract", terms.contract.committed)]
    rows += [(f"Extension {number}", option.length) for number, option in enumerate(terms.contract.extensions, start=1)]
    rows += [("Grants", ends.raised.grant), ("Homes handed over", ends.transferred), ("Homes bought", ends.bought)]
    rows += [("Homes leased", ends.leased)] if ends.leased is not None else []
    return Table("What the scenario proposes", ("Figure",), tuple(Row(label, (cell,)) for label, cell in rows))


def of_each_loan(shown: Shown) -> tuple[Row, ...]:
    """What is proposed of each loan."""
    return (*_terms(shown), _falls_due(shown)) if shown.loans else ()


def lenders_pages(shown: Shown, covenants: tuple[Covenant, ...]) -> list[Page]:
    """The investors' page, sources and uses, covenants, and what each lender gets."""
    funds = Page(
        "Sources and uses", "Sources and uses", "The money raised, and what it is raised for", tuple(_funds(shown))
    )
    if not shown.loans:
        return [funds]
    found = [
        Page(
            "For investors",
            "For investors",
            "The ask, security and rank, cover by year, what comes back on each path, and how it may end",
            tuple(_investors(shown, covenants)),
        ),
        funds,
    ]
    if covenants:
        tests = (Headrooms("Covenants: least headroom", covenants), Tests(covenants))
        found.append(Page("Covenants", "Covenants", "Each covenant at each test: headroom, breach and cure", tests))
    back = tuple(_returns(shown))
    return [*found, Page("Returns to lenders", "Returns to lenders", "What each lender puts in and gets back", back)]


def _investors(shown: Shown, covenants: tuple[Covenant, ...]) -> list[Part]:
    return [
        Table("The ask", shown.names, tuple(_asked(shown))),
        *_funds(shown),
        Table("Security and rank", shown.names, tuple(_security(shown))),
        *([Headrooms("Covenants: least headroom", covenants)] if covenants else []),
        Ranged("What comes back, by path of the contract", tuple(_backs(shown)), PATHS_NOTE),
        Table("If a loan is not repaid as agreed", shown.names, tuple(_ending(shown)), EXIT_NOTE),
        Ranged("Homes", (shown.outcome.homes_at_end, shown.exits.sold, shown.exits.retained)),
        *_years(shown),
    ]


PATHS_NOTE = "A return is with the exit as tested; multiple, payback and average life are of the loan left to run."
EXIT_NOTE = "As things stand in the month in which the loan could first be called; nil or “never” where it is not."


def _terms(shown: Shown) -> list[Row]:
    return [
        _row(shown, "Amount", lambda loan: loan.terms.amount),
        _row(shown, "Rate of interest, or margin", lambda loan: loan.terms.interest),
        _row(shown, "Capital comes back", lambda loan: SHAPES[loan.terms.stated("repayment").shape]),
    ]


def _row(shown: Shown, label: str, cell: Callable[[Loan], Cell]) -> Row:
    return Row(label, tuple(cell(loan) for loan in shown.loans))


def _falls_due(shown: Shown) -> Row:
    return Row("Falls due", tuple(lender.due for lender in shown.lenders))


def _asked(shown: Shown) -> list[Row]:
    """What each lender is asked for, and what its own rules would allow."""
    terms = _terms(shown)
    rows = [
        _row(shown, "Lender", lambda loan: loan.terms.stated("lender") or "not stated"),
        Row("Rank", tuple(f"{number} of {len(shown.loans)}" for number in range(1, len(shown.loans) + 1))),
        *terms[:2],
        _row(shown, "The rate", _rate),
        _row(shown, "A share of income besides", _share),
        _row(shown, "Capital moves with", lambda loan: loan.terms.stated("pricing").linked_to),
        terms[2],
        _falls_due(shown),
        _row(shown, "Arrangement fee", lambda loan: if_used(loan.terms, "arrangement_fee")),
    ]
    sized = shown.lending.capacities
    if any(sized):
        rows.append(Row("Capacity, by the lender's rules", tuple(each.most if each else "not sized" for each in sized)))
        rows.append(Row("Asked beyond its capacity", tuple(each.short if each else "not sized" for each in sized)))
    return rows


def _rate(loan: Loan) -> str:
    follows = loan.terms.stated("pricing").follows
    return "fixed" if follows == NONE else f"over {follows}"


def _share(loan: Loan) -> Cell:
    pricing = loan.terms.stated("pricing")
    return f"of {pricing.share_of}" if pricing.share else NONE


def _security(shown: Shown) -> list[Row]:
    return [
        _row(shown, "Charged on", _charged),
        Row("Ranks after", tuple(" and ".join(shown.names[:place]) or "no loan" for place in range(len(shown.loans)))),
        _row(shown, "First-loss layer", lambda loan: if_used(loan.terms.security, "first_loss")),
        _row(shown, "Guaranteed in all", lambda loan: if_used(loan.terms.guarantee, "amount")),
        _row(shown, "Recourse", lambda loan: if_used(loan.terms, "recourse")),
        Row("Exit cover when the contract ends", tuple(each.cover for each in shown.exits.loans)),
        Row("Exit cover, values stressed", tuple(each.cover_stressed for each in shown.exits.loans)),
    ]


def _charged(loan: Loan) -> str:
    homes = loan.terms.stated("security").homes
    if homes == ALL:
        return "all homes owned"
    return "no homes" if homes == UNSECURED else ", ".join(homes)


def _backs(shown: Shown) -> list[Measure]:
    return [
        measure
        for each in shown.lenders
        for measure in (each.with_exit.rate, each.multiple, each.payback, each.average_life)
    ]


def _ending(shown: Shown) -> list[Row]:
    def row(label: str, cell: Callable[[Exit], Cell]) -> Row:
        return Row(label, tuple(cell(each) for each in shown.exits.loans))

    return [
        row("Called", lambda each: each.called),
        row("How it ends", lambda each: Told(each.fate, FATES)),
        row("Owed when called", lambda each: each.owed),
        row("Refinanced", lambda each: each.refinanced),
        row("Paid by recourse", lambda each: each.recourse),
        row("Homes to sell as tenancies end", lambda each: each.to_sell),
        row("Homes that come empty in time", lambda each: each.sellable),
        row("Homes sold", lambda each: each.sold),
        row("Absorbed by the first-loss layer", lambda each: NONE if each.absorbed is None else each.absorbed),
        row("Lost", lambda each: each.lost),
    ]


def _funds(shown: Shown) -> list[Part]:
    raised = shown.outcome.raised
    sources = (("Grants", raised.grant), *((lender.loan.name, lender.lent) for lender in shown.lenders))
    return [
        Breakdown("Sources", sources, raised.sources),
        Breakdown("Uses", tuple(raised.uses_by_name.items()), raised.uses),
    ]


def _years(shown: Shown) -> list[Part]:
    """Cover and headroom by year, loan by loan."""
    groups = []
    for cover in shown.covers:
        entries = [
            Entry("Owed", cover.loan.owed),
            Entry("Debt-service cover", cover.debt_service),
            Entry("Interest cover", cover.interest),
            Entry("Loan to value", cover.loan_to_value),
        ]
        entries += [Entry(f"Headroom of {each.name}", each.headroom, when=each.tested) for each in cover.set_headrooms]
        groups.append((cover.loan.name, tuple(entries)))
    return [Yearly("Cover and headroom by financial year", tuple(groups), YEARS_NOTE)]


YEARS_NOTE = "As at the year's end; a headroom is left out of the years in which its covenant is not tested."


def _returns(shown: Shown) -> list[Part]:
    rows: list[tuple[str, Callable[[int], Cell]]] = [
        ("Lent", lambda place: shown.lenders[place].lent),
        ("Falls due", lambda place: shown.lenders[place].due),
        ("Repaid", lambda place: shown.lenders[place].repaid),
        ("Owed when due", lambda place: shown.lenders[place].owed_when_due),
        ("Owed when the contract ends", lambda place: shown.lenders[place].owed_at_contract_end),
        ("Return, left to run", lambda place: shown.lenders[place].rate),
        ("Return, with the exit", lambda place: shown.lenders[place].with_exit.rate),
        ("Worth at the return asked", lambda place: shown.lenders[place].with_exit.worth),
        ("Paid back, with the exit", lambda place: shown.lenders[place].with_exit.back),
        ("Multiple", lambda place: shown.lenders[place].multiple),
        ("Payback", lambda place: shown.lenders[place].payback),
        ("Average life, in months", lambda place: shown.lenders[place].average_life),
        ("Lost", lambda place: shown.exits.loans[place].lost),
        ("Lost, as of signing", lambda place: shown.exits.loans[place].lost_today),
    ]
    places = range(len(shown.loans))
    table = tuple(Row(label, tuple(cell(place) for place in places)) for label, cell in rows)
    ranged = [
        measure
        for lender, leave in zip(shown.lenders, shown.exits.loans, strict=True)
        for measure in (lender.with_exit.rate, lender.multiple, lender.owed_at_contract_end, leave.lost)
    ]
    flows = tuple(
        (
            lender.loan.name,
            (_entry("Lent", lender.loan.schedule.drawn), _entry("Paid", lender.paid), _owed(lender.loan)),
        )
        for lender in shown.lenders
    )
    return [
        Table("Each lender", shown.names, table),
        Ranged("By path of the contract", tuple(ranged), PATHS_NOTE),
        Yearly("Lent, paid and owed by financial year", flows, "Paid is interest, capital, shares and fees."),
    ]


def _entry(label: str, line: Line) -> Entry:
    return Entry(label, line)


def _owed(loan: Loan) -> Entry:
    return Entry("Owed", loan.owed)
