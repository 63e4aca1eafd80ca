"""The rows of an input workbook: every input that a starting scenario states, with room for several of what is listed.

What stands in a list has the number of its place in its key: `homes.2.price`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from modeller.scenario import Stated
from modeller.scenario.figures import Block
from modeller.scenario.marks import along
from modeller.scenario.terms import Scenario
from modeller.scenario.walk import Path, Spot, at, inputs, spots

MOST = 12
"""Of anything that is listed."""
ROOM = {"homes": 4, "income": 3, "costs": 8, "grants": 3, "finance": 4}
"""How many there is room for, however few a scenario states."""
_LEFT_OUT = ("like",)  # a product's terms are asked for one by one


def shape(path: Path) -> Path:
    """A path without regard to which of a list it leads to.

    >>> shape(("homes", 2, "price"))
    ('homes', 0, 'price')
    """
    return tuple(0 if isinstance(step, int) else step for step in path)


def slots(room: Callable[[Path], int] = lambda _: MOST) -> Iterator[Spot]:
    """Every input there may be, with `room` for so many in the list at a path."""

    def numbers(path: Path, kind: type[Block]) -> Sequence[str]:
        del kind
        return [str(number) for number in range(1, room(shape(path)) + 1)]

    return spots(numbers)


def slots_of(stated: Stated) -> list[tuple[Spot, object]]:
    """What an input workbook asks for, each with what the scenario says of the first such, as an example."""
    examples: dict[Path, object] = {}
    listed: dict[Path, int] = {}
    for spot in inputs(stated.scenario):
        if len(list(along(stated.tree, spot.path))) > len(spot.path) and spot.path[-1] not in _LEFT_OUT:
            examples.setdefault(shape(spot.path), at(stated.scenario, spot.path))
            for place, step in enumerate(spot.path):
                if isinstance(step, int):
                    whole = shape(spot.path[:place])
                    listed[whole] = max(listed.get(whole, 0), step + 1, ROOM.get(str(whole[0]), 0) * (len(whole) == 1))
    found = slots(lambda path: min(MOST, listed.get(path, 0)))
    return [(spot, examples[shape(spot.path)]) for spot in found if shape(spot.path) in examples]


def group(path: Path) -> Path:
    """The thing in a list that an input is of, or nothing where it is of the partnership."""
    last = max((place for place, step in enumerate(path) if isinstance(step, int)), default=-1)
    return path[: last + 1]


def is_required(path: Path) -> bool:
    """Whether an input must be there wherever what it is of is there.

    >>> is_required(("finance", 0, "repayment", "over")), is_required(("finance", 0, "arrangement_fee"))
    (True, False)
    """
    from modeller.scenario.figures import inner

    block: type[Block] = Scenario
    required = True
    for step in path:
        if isinstance(step, int):
            required = True
            continue
        field = block.model_fields[step]
        required = required and field.is_required()
        block = inner(field) or block
    return required


def heading(path: Path) -> str:
    """What the rows of an input stand under.

    >>> heading(("homes", 1, "price")), heading(("accounts", "components", 0, "life")), heading(("title",))
    ('Homes 2', 'Accounts, components 1', 'The partnership')
    """
    steps = group(path) or path[:1]
    if len(path) == 1:
        return "The partnership"
    words = [f" {step + 1}" if isinstance(step, int) else f", {step.replace('_', ' ')}" for step in steps]
    return "".join(words).removeprefix(", ").capitalize()
