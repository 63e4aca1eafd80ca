"""A fan on a terminal: what is likely of one line, year by year, in block characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HEIGHT = 7
OUTER, INNER, MIDDLE = "░", "▒", "█"


def fan(percentiles: Mapping[int, Sequence[float]], height: int = HEIGHT) -> list[str]:
    """Rows of characters, the topmost first: 5 to 95 in a hundred light, 25 to 75 darker, the median full.

    >>> print(*fan({5: [0, 0], 25: [0, 1], 50: [0, 2], 75: [0, 3], 95: [0, 4]}, height=5), sep=chr(10))
     ░
     ▒
     █
     ▒
    █░
    """
    least = min(0.0, *percentiles[5])
    width = max(*percentiles[95], 0.0) - least or 1.0

    def row(value: float) -> int:
        return round((value - least) / width * (height - 1))

    columns = [
        [
            _mark(level, {wanted: row(figures[year]) for wanted, figures in percentiles.items()})
            for level in range(height)
        ]
        for year in range(len(percentiles[50]))
    ]
    return ["".join(column[level] for column in columns).rstrip() for level in reversed(range(height))]


def _mark(level: int, rows: Mapping[int, int]) -> str:
    if level == rows[50]:
        return MIDDLE
    if rows[25] <= level <= rows[75]:
        return INNER
    return OUTER if rows[5] <= level <= rows[95] else " "
