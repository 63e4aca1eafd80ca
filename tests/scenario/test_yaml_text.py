"""Settings written as text are read back to the letter, whatever is in them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from modeller.scenario.marks import Items, Scalar, parse
from modeller.scenario.yaml_text import in_line, lines

AWKWARD = st.text(st.sampled_from(" :#,[]{}-\"'\\£ab1\n\t?!&*%@`|>~=\x07\x85\u2028\xa0\ufeff😀"), max_size=12)
KNOWN = [
    "null",
    "~",
    "",
    "---",
    "a: " * 60,
    "word " * 60 + "x",
    "- a",
    "-1",
    "a:",
    "long: " + "w " * 80 + "z",
    "x" * 200,
]
TEXTS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=30), AWKWARD, st.sampled_from(KNOWN))
KEYS = TEXTS.filter(lambda key: len(key) < 100)
VALUES = st.recursive(
    TEXTS,
    lambda each: st.one_of(st.lists(each, max_size=3), st.dictionaries(KEYS, each, max_size=3)),
    max_leaves=8,
)


def plain(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read_back_to_the_letter(said):
    tree, faults = parse("\n".join(lines(said)) + "\n", "a.yaml")
    assert (plain(tree), faults) == (said, [])


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=4))
def test_and_so_is_what_is_written_on_one_line(said):
    tree, faults = parse(f"within: {in_line(said)}\n", "a.yaml")
    assert (plain(tree), faults) == ({"within": said}, [])
