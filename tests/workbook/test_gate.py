"""Files that mean harm are refused at the gate, each for its reason, before much of them is unpacked."""

import pytest

from modeller.errors import Faults
from modeller.workbook import write_workbook
from modeller.workbook.gate import MB, Gate
from tests.workbook import hostile, oracle, toys

MOST = MB // 2  # of any hostile file: what it says of itself is enough, or an honest workbook's parts come first


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    path = tmp_path_factory.mktemp("honest") / "book.xlsx"
    write_workbook(toys.partnership(), path)
    return path


def test_an_honest_workbook_is_let_in_as_it_is(honest):
    gate = Gate(honest)
    assert gate.admit() == honest.read_bytes()
    assert gate.inflated == sum(map(len, hostile.parts_of(honest).values()))


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
def test_an_honest_workbook_saved_by_another_program_is_let_in(honest, tmp_path):
    oracle.recalculate_libreoffice([honest], tmp_path)
    assert Gate(tmp_path / "recalculated" / honest.name).admit()


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_what_means_harm_is_refused_for_its_reason(name, honest, tmp_path):
    make, reason = hostile.HOSTILE[name]
    path = tmp_path / "book.xlsx"
    parts = hostile.parts_of(honest)
    path.write_bytes(make(parts))
    gate = Gate(path)
    with pytest.raises(Faults) as refused:
        gate.admit()
    (fault,) = refused.value.faults
    assert reason in fault.what
    assert str(fault.place) == str(path)
    assert fault.remedy
    assert gate.inflated <= MOST
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsb", ".xls", ".XLTM"])
def test_a_file_named_for_programs_is_refused_unopened(suffix, tmp_path):
    with pytest.raises(Faults, match="may hold programs"):
        Gate(tmp_path / f"book{suffix}").admit()


def test_a_file_that_is_not_there_or_is_a_folder_is_told_plainly(tmp_path):
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(Faults, match="cannot be read"):
            Gate(path).admit()


def test_a_link_to_click_does_no_harm(honest, tmp_path):
    link = hostile.EXTERNAL.replace(b"relationships/image", b"relationships/hyperlink")
    path = tmp_path / "book.xlsx"
    path.write_bytes(hostile.replaced(hostile.RELS, b"</Relationships>", link)(hostile.parts_of(honest)))
    assert Gate(path).admit()


def test_what_stands_across_two_pieces_of_a_part_is_seen(honest, tmp_path):
    for before in (65_500, 65_530, 131_065):
        parts = hostile.parts_of(honest)
        text = parts[hostile.STRINGS]
        parts[hostile.STRINGS] = text[:60] + b" " * (before - 60) + b"<!DOCTYPE x>" + text[60:]
        path = tmp_path / "book.xlsx"
        path.write_bytes(hostile.packed(parts))
        with pytest.raises(Faults, match="defines words of its own"):
            Gate(path).admit()
