"""The house: imports run downward, each library has its place, files are short, and what is public is explained."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "modeller"
FILES = sorted(HOUSE.rglob("*.py"))
FLOORS = {
    "errors": 0,
    "lines": 1,
    "scenario": 2,
    "partnership": 3,
    "analysis": 4,
    "workbook": 5,
    "papers": 5,
    "web": 5,
    "cli": 6,
    "__init__": 7,
}
ALONE = {("workbook", "partnership"), ("papers", "partnership"), ("web", "partnership")}
HOMES_OF_LIBRARIES = {
    "ruamel": {"scenario"},
    "pydantic": {"scenario"},
    "pydantic_core": {"scenario"},
    "xlsxwriter": {"workbook"},
    "openpyxl": {"workbook"},
    "defusedxml": {"workbook"},
    "click": {"cli"},
    "rich": {"cli"},
    "starlette": {"web"},
    "docx": {"papers"},
    "duckdb": {"analysis"},
    "distributed": {"analysis"},
}
LONGEST = 300
STORY = {"assemble", "show", "answer"}  # what reads the blocks together; the blocks themselves take lines, not workings


def room(path):
    """The part of the house a file is in."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path):
    """Every module a file imports, wherever in it, each with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((each.name, ()) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: imports are from the top of the house"
            yield str(node.module), tuple(each.name for each in node.names)


def inside(path):
    """The rooms a file takes from."""
    for module, names in imports(path):
        parts = module.split(".")
        if parts[0] == "modeller":
            yield from parts[1:2] or names


def said(path):
    """A file as it is named in the tests."""
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("path", FILES, ids=said)
def test_imports_run_downward_only(path):
    here = room(path)
    for there in inside(path):
        if there in FLOORS:
            assert there == here or FLOORS[there] < FLOORS[here], f"{said(path)} imports modeller.{there}"
            assert (here, there) not in ALONE, f"{said(path)} imports modeller.{there}"


def test_every_room_has_a_floor():
    assert {room(path) for path in FILES} <= set(FLOORS)


@pytest.mark.parametrize("path", FILES, ids=said)
def test_each_library_lives_in_its_place(path):
    for module, _ in imports(path):
        library = module.split(".")[0]
        assert room(path) in HOMES_OF_LIBRARIES.get(library, {room(path)}), f"{said(path)} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=said)
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=said)
def test_what_is_public_is_explained(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    methods = [each for node in found if isinstance(node, ast.ClassDef) for each in node.body]
    found += [each for each in methods if isinstance(each, kinds) and not each.name.startswith("_")]
    assert ast.get_docstring(tree), f"{said(path)} does not say what it is"
    assert [node.name for node in found if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", [path for path in FILES if room(path) == "partnership"], ids=said)
def test_blocks_of_the_partnership_never_work_one_another(path):
    """A block may take another's types, and helpers; the function that writes a block is called by the story alone."""
    blocks = {each.stem for each in path.parent.glob("*.py")}
    if path.stem in STORY:
        return
    for module, names in imports(path):
        if module.startswith("modeller.partnership.") and module.split(".")[-1] in blocks:
            assert module.split(".")[-1] not in STORY, f"{said(path)} imports {module}"
            assert module.split(".")[-1] not in names, f"{said(path)} imports the block {module}"


def test_these_tests_can_fail(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text(
        "import click\nfrom modeller.cli import shape\nfrom modeller import partnership\n", encoding="utf-8"
    )
    assert list(inside(path)) == ["cli", "partnership"]
    assert ("click", ()) in imports(path)
