"""What moves from year to year, and what moves together; how far a figure may be out is said beside the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import field_validator

from modeller.errors import Unfit
from modeller.scenario.figures import AYear, Block, Names, Numbered, Share, SignedShare, figure, listed, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class YearlyPath(Numbered):
    """A yearly process around a curve as stated: each year's deviation keeps a part of the last one's."""

    of: Names = text(
        "Curves that it moves", help="Keys such as economy.house_prices; of several, all move by the same deviation."
    )
    varies: AYear = figure(
        "Spread of a year's shock",
        low=0,
        high=0.5,
        help="Its standard deviation. A year's deviation = persists × the year before's + varies × a shock drawn.",
    )
    persists: Share = figure(
        "Part of a deviation that persists", default=0, low=0, high=0.99, help="From one year to the next; 0%: none."
    )

    @classmethod
    def numbered(cls, number: int) -> str:
        """The name of one that has none."""
        return f"Path {number}"


class Correlation(Numbered):
    """Figures, or yearly paths, that tend to come out high together; below nought, one high where another is low."""

    between: Names = text(
        "What goes together", help="Keys of two or more figures with ranges, or of two or more curves with paths."
    )
    correlation: SignedShare = figure(
        "Correlation",
        low=-0.99,
        high=0.99,
        help="Of each pair of them, between the normal scores of their draws (a Gaussian copula).",
    )

    @classmethod
    def numbered(cls, number: int) -> str:
        """The name of one that has none."""
        return f"Correlation {number}"

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """It takes two."""
        if len(set(self.between)) < max(len(self.between), 2):
            yield Unfit(
                "a correlation is between two keys or more, all different", "write “between: […, …]”", "between"
            )


class Uncertainty(Block):
    """Processes by year, and correlations."""

    paths: list[YearlyPath] = listed()
    correlations: list[Correlation] = listed()

    @field_validator("paths", mode="before")
    @classmethod
    def _paths_named(cls, items: object) -> object:
        return YearlyPath.named(items)

    @field_validator("correlations", mode="before")
    @classmethod
    def _correlations_named(cls, items: object) -> object:
        return Correlation.named(items)
