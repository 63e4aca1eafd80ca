"""Grants: paid at signing and as homes arrive, and clawed back if the contract ends too soon."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum, ratio, share
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.contract import Contract
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Grants:
    """Grants and the value handed over by month [£], with what the council claws back of each."""

    received: Line
    donated: Line
    clawback: Line
    donated_clawback: Line


def grants(model: Model, terms: Terms, homes: Homes, time: Timeline, contract: Contract, gap: Expression) -> Grants:
    """Each grant in its two parts, and the taper on grants and on the value handed over.

    The taper runs in equal monthly steps from signing: what it has left when the contract ends is owed. `gap` is what
    a further grant makes good, at signing.
    """
    section = model.section("Grants")
    planned = sum_of(lot.number for lot in homes.lots)
    received, clawback = [], []
    for grant in terms.grants:
        block = section.under(grant.name)
        at_signing = block.line("Paid at signing", grant.amount * grant.at_signing * time.signing, POUNDS)
        part = ratio(homes.arriving, planned)
        arriving = block.line("Paid as homes arrive", grant.amount * grant.as_homes_arrive * part, POUNDS)
        to_date = block.balance("Grant to date", POUNDS)
        paid = to_date.close(at_signing, arriving)
        received += [at_signing, arriving]
        left = ratio(maximum(0, grant.clawback_over - model.month), grant.clawback_over)
        clawback.append(block.line("Clawback", paid * left * contract.last, POUNDS))
    donated, donated_clawback = _handed_over(model, terms, homes, contract)
    whole = section.under("All grants")
    further = (gap + terms.lending.further_grant) * time.signing
    received.append(whole.line("Further grant", further, POUNDS))
    return Grants(
        received=whole.line("Grants received", sum_of(received), POUNDS),
        donated=whole.line("Value of homes handed over", sum_of(donated), POUNDS),
        clawback=whole.line("Clawback of grants", sum_of(clawback), POUNDS),
        donated_clawback=whole.line("Clawback of value handed over", sum_of(donated_clawback), POUNDS),
    )


def _handed_over(
    model: Model, terms: Terms, homes: Homes, contract: Contract
) -> tuple[list[Expression], list[Expression]]:
    """The value handed over, and its clawback: none where the homes themselves go back."""
    donated: list[Expression] = []
    clawback: list[Expression] = []
    for lot in homes.lots:
        if lot.donated is None:
            continue
        block = model.section("Grants").under(lot.name)
        to_date = block.balance("Value handed over to date", POUNDS)
        given = to_date.close(lot.donated)
        left = ratio(maximum(0, lot.terms.clawback_over - model.month), lot.terms.clawback_over)
        kept = share(terms.contract.reversion)
        donated.append(lot.donated)
        clawback.append(block.line("Clawback", given * left * contract.last * kept, POUNDS))
    return donated, clawback
