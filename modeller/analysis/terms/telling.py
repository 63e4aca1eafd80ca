"""What the lengths come to, in sentences: first whether the length of the contract matters at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from modeller.analysis.terms.lengths import Length
from modeller.lines.figures import span, written
from modeller.lines.units import POUNDS

NOTHING_MUCH = 0.001  # of what is lent: an expected loss that varies by less is told as the same


def finding(lengths: Sequence[Length]) -> str:
    """The first line: whether the length of the contract matters to those who lend, and from where on it does not."""
    if not lengths[0].stated.lenders:
        return "Nothing is borrowed, so no length of contract puts a lender at risk."
    if len(lengths) == 1:
        return f"At {span(lengths[0].months)}: {_verdicts(lengths[0])}."
    settled = _settled(lengths, _alike)
    if settled == 0:
        first = "The length of the contract makes no difference here to whether the money comes back"
        return f"{first}: at every length {_verdicts(lengths[0])}."
    return f"{_shorter(lengths, settled)} From {span(lengths[settled].months)} on, {_verdicts(lengths[-1])}."


def _shorter(lengths: Sequence[Length], settled: int) -> str:
    below, last = lengths[:settled], lengths[-1]
    homes = [each.stated.figures["homes_retained"].without_renewal for each in below]
    kept = last.stated.figures["homes_retained"].without_renewal
    loss = max(each.stated.loss for each in below)
    parts = []
    if loss > last.stated.loss + 1:
        parts.append(f"lenders expect to lose up to {written(loss, POUNDS)}")
    if min(homes) < kept:
        few = f"as few as {min(homes):.0f} of {kept:.0f} homes are kept"
        parts.append(few if min(homes) else f"at the worst none of {kept:.0f} homes is kept")
    told = " and ".join(parts) if parts else "loans end otherwise than at longer lengths"
    return f"The length of the contract matters: below {span(lengths[settled].months)}, {told}."


def lender_by_lender(lengths: Sequence[Length]) -> Iterator[str]:
    """For each lender: from which length on operations repay it, and what it may expect to lose below."""
    for number, lender in enumerate(lengths[0].stated.lenders):
        repays = [each.stated.lenders[number].verdict.repays for each in lengths]
        losses = [each.stated.lenders[number].loss for each in lengths]
        yield f"“{lender.name}” {_when(lengths, repays)}; {_losing(lengths, losses)}."


def _when(lengths: Sequence[Length], repays: Sequence[bool]) -> str:
    if all(repays):
        return "is repaid from operations at every length"
    if not any(repays):
        return "is repaid from operations at no length"
    if repays[-1]:
        first = max(place for place, each in enumerate(repays) if not each) + 1
        return f"is repaid from operations from {span(lengths[first].months)} on"
    return "is repaid from operations at some lengths, but not at the longest"


def _losing(lengths: Sequence[Length], losses: Sequence[float]) -> str:
    most = max(losses)
    if most <= 1:
        return "it expects to lose nothing at any"
    where = span(lengths[losses.index(most)].months)
    if losses[-1] <= 1:
        first = max(place for place, each in enumerate(losses) if each > 1) + 1
        return (
            f"it expects to lose up to {written(most, POUNDS)} (at {where}), nothing from {span(lengths[first].months)}"
        )
    least = f"{written(min(losses), POUNDS)} at least"
    return f"it expects to lose up to {written(most, POUNDS)} (at {where}), and {least}"


def _settled(lengths: Sequence[Length], same: Callable[[Length, Length], bool]) -> int:
    """The place of the first length from which on all are the same as the longest."""
    differ = [place for place, each in enumerate(lengths) if not same(each, lengths[-1])]
    return differ[-1] + 1 if differ else 0


def _alike(one: Length, other: Length) -> bool:
    """Whether lenders fare alike, as verdicts, expected losses and homes retained have it."""
    verdicts = [
        (mine.verdict.words, theirs.verdict.words)
        for mine, theirs in zip(one.stated.lenders, other.stated.lenders, strict=True)
    ]
    lent = sum(each.figures["lent"].without_renewal for each in other.stated.lenders)
    loss = abs(one.stated.loss - other.stated.loss) <= NOTHING_MUCH * lent
    homes = (
        one.stated.figures["homes_retained"].without_renewal == other.stated.figures["homes_retained"].without_renewal
    )
    return all(mine == theirs for mine, theirs in verdicts) and loss and homes


def _verdicts(length: Length) -> str:
    return "; ".join(f"“{lender.name}” is {lender.verdict.words}" for lender in length.stated.lenders)
