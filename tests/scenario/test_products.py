"""The products that come with the program: what is said of every one, and the figures each gives when it stands in for
the second £2m of the base case."""

import re
from pathlib import Path

import pytest

from modeller.lines.names import slug
from modeller.scenario import read
from modeller.scenario.products import FOLDERS, products

ROOT = Path(__file__).resolve().parents[2]
P3 = ROOT / "scenarios" / "p3-west-lindsey.yaml"
NAMES = [product.name for product in products()]


@pytest.fixture(scope="module")
def p3(tmp_path_factory):
    """Write the base case with a product in place of its second loan, by the same name and of £2m; return where."""
    folder = tmp_path_factory.mktemp("products")

    def write(name, terms=""):
        text = P3.read_text("utf-8")
        second, after = text.index("  - name: Social investor's loan"), text.index("\nreserves:")
        loan = f"  - {{name: Social investor's loan, like: {name}, amount: £2m{terms}}}\n"
        path = folder / f"{slug(name + terms)}.yaml"
        path.write_text(text[:second] + loan + text[after:], "utf-8")
        return path

    return write


def test_the_folder_of_products_is_carried_in_the_package():
    carried = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"templates/money" = "modeller/starting_points/money"' in carried
    assert FOLDERS[0] == ROOT / "modeller" / "starting_points" / "money"
    assert FOLDERS[1] == ROOT / "templates" / "money"


@pytest.mark.parametrize("product", products(), ids=lambda product: product.name)
def test_every_product_is_called_as_its_file_is_and_says_what_it_is(product):
    assert slug(product.name) == slug(product.path.stem)
    assert product.name == product.name.lower()
    assert product.about.endswith(".")
    assert len(product.path.read_text("utf-8").splitlines()) <= 70


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_product_says_where_it_comes_from_and_of_when_it_is(name, p3):
    sources = read(p3(name)).provenance
    from_it = {key: each for key, each in sources.items() if each.stated and Path(each.place.file).parent == FOLDERS[1]}
    assert len(from_it) >= 3
    for key, each in from_it.items():
        assert each.source != "not stated", key
        assert each.as_of or "undated page" in each.source, key  # a page that bears no date says so


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_products_tells_of_every_one(name):
    assert re.search(rf"^\| {name} \|", (ROOT / "docs" / "products.md").read_text("utf-8"), re.MULTILINE)
