"""Questions that are asked so often that they have names: which input each moves, and towards which end."""

from __future__ import annotations

from modeller.analysis.solving.solution import End
from modeller.errors import Unfit
from modeller.scenario import Stated
from modeller.scenario.walk import figures, names

PRESETS: dict[str, tuple[tuple[str, ...], End]] = {
    "least grant": (("grants.*.amount", "lending.further_grant"), "least"),
    "most debt": (("finance.*.amount",), "most"),
    "lowest rent": (("homes.*.rent",), "least"),
    "shortest contract": (("contract.committed",), "least"),
    "highest rate": (("finance.*.interest",), "most"),
}
NAMES = tuple(PRESETS)


def preset(stated: Stated, name: str) -> tuple[str, End]:
    """The key of the only input that a question is about, and its end; raises `Unfit` where there are several, or none.

    >>> from modeller.scenario import read
    >>> preset(read("scenarios/ten-homes.yaml"), "least grant")
    ('grants.council_grant.amount', 'least')
    """
    patterns, end = PRESETS[name]
    known = list(figures(stated.scenario))
    for pattern in patterns:
        found = [each.key for each in known if names(pattern, each)]
        if len(found) == 1:
            return found[0], end
        if found:
            which = "\n        ".join(f"modeller solve … {key} --{end}" for key in found)
            alike = f"or all of them alike:\n        modeller solve … '{pattern}' --{end}"
            raise Unfit(f"“{name}” may mean any of {len(found)} inputs", f"name one:\n        {which}\n      {alike}")
    raise Unfit(f"this scenario has nothing that “{name}” could mean", "name an input by its key")
