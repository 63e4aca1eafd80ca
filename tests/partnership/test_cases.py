"""Cases worked by hand from the conventions, as sentences: `cases/*.yaml`, one file a block of the model.

A file holds one or more cases, each a `scenario` laid over `base.yaml` and what is to be `expect`ed of it. `is` is the
figure as a person would work it on paper.
"""

import ast
import math
import operator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked

HERE = Path(__file__).parent
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = {"min": min, "max": max}


def worked(sum_):
    """Arithmetic as written: numbers, + − × ÷, powers, brackets, the lesser and the greater."""
    return _worked(ast.parse(sum_, mode="eval").body)


def _worked(node):
    match node:
        case ast.Constant(value=int() | float()):
            return node.value
        case ast.UnaryOp(op=ast.USub()):
            return -_worked(node.operand)
        case ast.BinOp():
            return OPERATIONS[type(node.op)](_worked(node.left), _worked(node.right))
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return FUNCTIONS[name](*map(_worked, node.args))
    raise ValueError(f"this is not arithmetic: {ast.unparse(node)}")


def texts(path):
    """The documents of a file, every figure as it is written."""
    return list(YAML(typ="base", pure=True).load_all(path.read_text(encoding="utf-8")))


def laid_over(base, top):
    """Settings folded key by key, lists replaced whole, as `extends` does it."""
    if not (isinstance(base, dict) and isinstance(top, dict)):
        return top
    return {**base, **{key: laid_over(base.get(key), value) for key, value in top.items()}}


def cases():
    for path in sorted((HERE / "cases").glob("*.yaml")):
        for number, case in enumerate(texts(path), 1):
            yield pytest.param(case, id=f"{path.stem}-{number}")


@pytest.fixture(scope="module")
def base():
    return texts(HERE / "base.yaml")[0]


def months(expected):
    """The months an expectation is of: one, or all from one to another."""
    first, _, last = expected["month"].partition(" to ")
    return range(int(first), int(last or first) + 1)


def found(results, expected):
    """The figures the model gives where an expectation looks."""
    if "measure" in expected:
        return [results[expected["measure"]][0]]
    return [results[expected["line"]][month, 0] for month in months(expected)]


def faults(case, base):
    """Every expectation of a case that does not hold, in its own words."""
    results = assemble(checked(laid_over(base, case["scenario"]))).model.work()
    for entry in case["expect"]:
        ((sentence, expected),) = entry.items()
        figure = worked(expected["is"])
        for here in found(results, expected):
            if not math.isclose(here, figure, rel_tol=1e-9, abs_tol=1e-6):
                yield f"{sentence}: {figure:,.6f} by hand, {here:,.6f} by the model"


@pytest.mark.parametrize("case", list(cases()))
def test_the_model_works_what_a_person_would(case, base):
    assert list(faults(case, base)) == []


@pytest.mark.parametrize("case", list(cases()))
def test_a_wrong_figure_would_be_found(case, base):
    """Every expectation fails once its figure is a pound out, so that none of them is idle."""
    spoiled = [
        {sentence: {**expected, "is": f"({expected['is']}) + 1"} for sentence, expected in entry.items()}
        for entry in case["expect"]
    ]
    assert len({fault.split(": ")[0] for fault in faults({**case, "expect": spoiled}, base)}) == len(spoiled)


@pytest.mark.parametrize("sum_", ["__import__('os')", "open('x')", "'a' * 9", "[1][0]", "1 if 2 else 3", "a"])
def test_only_arithmetic_is_worked(sum_):
    with pytest.raises((ValueError, KeyError)):
        worked(sum_)


def test_arithmetic_is_worked():
    assert worked("-2 ** 2 + min(3, (1 + 4) / 2) * max(2, 1)") == 1
