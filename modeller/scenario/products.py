"""Products: kinds of money as files of terms, which a loan may be like.

Those that come with the program are known by name; any other is named as a file, beside the one that names it. A loan's
own settings are laid over its product as a scenario's are over the one it extends.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from modeller.errors import Fault, Faults
from modeller.lines.names import slug
from modeller.scenario.extends import fold
from modeller.scenario.marks import Entry, Items, Node, Scalar, Settings, load, unwrapped
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from modeller.errors import Place

PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (PACKAGE / "starting_points" / "money", PACKAGE.parent / "templates" / "money")
OF_ITSELF = ("product", "about")
"""What a product says of itself: no terms of a loan."""


@dataclass(frozen=True)
class Product:
    """A product that comes with the program: what it is called, what it is, and where its terms stand."""

    name: str
    about: str
    path: Path


def products() -> list[Product]:
    """Every product known by name, in order of the alphabet."""
    return [Product(*_of_itself(path), path) for path in _files().values()]


def product_named(name: str, place: Place | None = None) -> Path:
    """Where the terms of a product known by name stand; raise `Faults` where there is none.

    >>> product_named("Bank loan").name
    'bank-loan.yaml'
    """
    path = _files().get(slug(name))
    if not path:
        raise Faults([Fault(f"{quoted(name)} is not a product", place, _meant(name))])
    return path


def with_products(tree: Settings, folder: Path) -> tuple[Settings, list[Fault]]:
    """Lay every loan over the product it is like; raise `Faults` with all the products that are not to be had.

    Each file is taken from the folder of the one that names it; `folder` is for one that no file names.
    """
    finance = tree.entries.get("finance")
    if not finance or not isinstance(finance.value, Items):
        return tree, []
    loans: list[Node] = []
    faults: list[Fault] = []
    missing: list[Fault] = []
    for item in finance.value.items:
        try:
            loan, found = _over_its_product(item, folder, ())
        except Faults as broken:
            missing += broken.faults
            continue
        loans.append(loan)
        faults += found
    if missing:
        raise Faults([*faults, *missing])
    entry = Entry(finance.key, Items(finance.value.place, tuple(loans)))
    return Settings(tree.place, {**tree.entries, "finance": entry}), faults


def _over_its_product(loan: Node, folder: Path, above: tuple[Path, ...]) -> tuple[Node, list[Fault]]:
    stated = loan.entries.get("like") if isinstance(loan, Settings) else None
    if not stated:
        return loan, []
    path = _path(unwrapped(stated.value), folder)
    if path.resolve() in above:
        names = " is like ".join(file.name for file in (*above[above.index(path.resolve()) :], path))
        raise _fault(f"products are like one another in a circle: {names}", stated.value.place, "take one “like” out")
    product, faults = load(path)
    terms = {key: entry for key, entry in product.entries.items() if key not in OF_ITSELF}
    base, more = _over_its_product(Settings(product.place, terms), path.parent, (*above, path.resolve()))
    return fold(base, loan), [*faults, *more]


def _path(stated: Node, folder: Path) -> Path:
    if not isinstance(stated, Scalar) or not stated.text:
        raise _fault("like takes the name of one product", stated.place, "write it so: like: bank loan")
    if not stated.text.endswith((".yaml", ".yml")):
        return product_named(stated.text, stated.place)
    beside = Path(stated.place.file).parent if stated.place.line else folder
    if not (beside / stated.text).is_file():
        remedy = f"its name is taken from the folder of this file, {beside.resolve().name}: check both"
        raise _fault(f"there is no file {quoted(stated.text)}", stated.place, remedy)
    return beside / stated.text


def _meant(name: str) -> str:
    known = [product.name for product in products()]
    close = get_close_matches(name, known, 1)
    either = f"did you mean “{close[0]}”? " if close else ""
    return f"{either}the products are: {', '.join(known)}; or name a file, such as our-bond.yaml"


def _files() -> dict[str, Path]:
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    return {slug(path.stem): path for path in sorted(folder.glob("*.yaml"))} if folder else {}


def _of_itself(path: Path) -> tuple[str, str]:
    tree, _ = load(path)
    said = [tree.get(key) for key in OF_ITSELF]
    name, about = ((each.text or "") if isinstance(each, Scalar) else "" for each in said)
    return name or path.stem.replace("-", " "), about


def _fault(what: str, place: Place, remedy: str) -> Faults:
    return Faults([Fault(what, place, remedy)])
