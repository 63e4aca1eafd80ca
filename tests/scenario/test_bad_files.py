"""Every bad file says what it expects: `# expect: LINE:COL: words of the fault | words of the remedy`.

A fault in a base is expected as `# expect: FILE:LINE:COL: …`. All faults found must be expected, and the reverse.
"""

import re
from pathlib import Path

import pytest

from modeller.errors import Faults
from modeller.scenario import read

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
EXPECT = re.compile(r"# expect: (?:(?P<file>\S+\.yaml):)?(?P<place>\d+:\d+): (?P<what>.+?) \| (?P<remedy>.+)")


def expected(path: Path) -> list[tuple[str, str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("# expect")]
    matches = [EXPECT.fullmatch(line) for line in lines]
    assert matches
    assert all(matches), lines
    return sorted(
        (f"{BAD / (match['file'] or path.name)}:{match['place']}", match["what"], match["remedy"]) for match in matches
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bad_file_is_faulted_where_and_as_expected(path):
    with pytest.raises(Faults) as caught:
        read(path)
    found = sorted((str(fault.place), fault.what, fault.remedy) for fault in caught.value.faults)
    wanted = expected(path)
    assert [place for place, _, _ in found] == [place for place, _, _ in wanted], str(caught.value)
    for (_, what, remedy), (_, words, help_words) in zip(found, wanted, strict=True):
        assert words in what
        assert help_words in remedy


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fault_is_printed_with_its_line_and_remedy(path):
    with pytest.raises(Faults) as caught:
        read(path)
    printed = str(caught.value)
    for place, words, help_words in expected(path):
        after = printed[printed.index(f"{place}: ") :]
        assert words in after.splitlines()[0]
        assert help_words in after.split("= help: ", 1)[1].splitlines()[0]


def test_there_are_many_kinds_of_bad_file():
    assert len(FILES) >= 40


def fault_of(path):
    with pytest.raises(Faults) as caught:
        read(path)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    ("content", "where", "what", "remedy"),
    [
        (b"", ":1:1", "the file is empty", "begin with “title: …”"),
        (b"# only a remark\n", ":1:1", "the file is empty", "copy a template"),
        (b"title: x\n" + b"#" * 5_000_000, "", "the file is larger than 1 MB", "a page or two"),
        (b"title: x\nabout: \xff\xfe\n", ":2:1", "the file is not UTF-8 text", "as UTF-8"),
        (b"title: x\n\x00\x01\x02", ":2:1", "a character that is no text", "plain text"),
        (b"[" * 900_000, ":1:22", "this is nested too deeply", "a few levels"),
    ],
    ids=["empty", "only a remark", "5 MB", "not UTF-8", "binary", "brackets without end"],
)
def test_odd_files(tmp_path, content, where, what, remedy):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    fault = fault_of(path)
    assert str(fault.place) == f"{path}{where}"
    assert what in fault.what
    assert remedy in fault.remedy


def test_a_file_that_is_not_there(tmp_path):
    fault = fault_of(tmp_path / "none.yaml")
    assert str(fault.place) == str(tmp_path / "none.yaml")
    assert "No such file" in fault.what


def test_a_folder_is_no_file(tmp_path):
    assert str(fault_of(tmp_path).place) == str(tmp_path)


def test_the_whole_message():
    with pytest.raises(Faults) as caught:
        read(BAD / "unknown_key_suggested.yaml")
    assert (
        str(caught.value)
        == f"""\
{BAD / "unknown_key_suggested.yaml"}:7:3: “comitted” is not a setting here
    7 │   comitted: 3 years
      │   ^^^^^^^^^^^^^^^^^
      = help: did you mean “committed”?

1 fault found."""
    )


def test_carets_stand_under_the_whole_figure_that_a_comma_splits():
    printed = str(fault_of(BAD / "comma_in_braces.yaml")).splitlines()
    line, carets = printed[1], printed[2]
    assert line[carets.index("^") : carets.rindex("^") + 1] == "£1,200,000"
