"""What a sweep came to: percentiles of each measure by scenario and contract length, by DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.sweep.folder import Found, found_in
from modeller.analysis.sweep.manifest import NAME, Manifest, read_manifest
from modeller.analysis.sweep.parquet import connection, files_text, quoted_name
from modeller.errors import SweepError
from modeller.lines.units import Unit

PERCENTILES = (5, 25, 50, 75, 95)
NO_PERCENTILES = (None,) * len(PERCENTILES)


@dataclass(frozen=True)
class Group:
    """One measure of one scenario, at one length [months] and point of the grid: how it is spread over its futures.

    `number` are the futures that have a figure, of `of` in all; with none of them there is no mean and no percentile.
    """

    scenario: str
    place: str
    point: int
    length: int
    measure: str
    number: int
    of: int
    mean: float | None
    percentiles: Sequence[float | None]

    def as_json(self) -> dict[str, Any]:
        """By name."""
        found = {f"p{each}": value for each, value in zip(PERCENTILES, self.percentiles, strict=True)}
        ids = {"scenario": self.scenario, "place": self.place, "point": self.point, "length": self.length}
        return {**ids, "measure": self.measure, "number": self.number, "of": self.of, "mean": self.mean, **found}


@dataclass(frozen=True)
class Summary:
    """All groups, and how far the sweep has come."""

    manifest: Manifest
    found: Found
    groups: Sequence[Group]

    @property
    def missing(self) -> int:
        """How many parts are not there yet, or not whole."""
        return len(self.manifest["parts"]) - len(self.found.whole)

    def unit(self, measure: str) -> Unit:
        """The unit of a measure, as far as showing it wants one."""
        said = self.manifest["columns"][measure]
        dimensions = () if said["unit"] == said["style"] else ((said["unit"], 1),)
        return Unit(said["unit"], dimensions, said["style"], whole=said["whole"])

    def label(self, measure: str) -> str:
        """What a measure is called."""
        return str(self.manifest["columns"][measure]["label"])

    def point(self, number: int) -> Mapping[str, str]:
        """What is varied, as it is at a point of the grid."""
        points: Sequence[Mapping[str, str]] = self.manifest["points"]
        return points[number - 1] if points else {}

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "schema": 1,
            "version": modeller.__version__,
            "scenarios": [
                {"scenario": each["title"], "name": each["name"], "place": each["place"]}
                | {"fingerprint": each["fingerprint"]}
                for each in self.manifest["scenarios"]
            ],
            "parts": len(self.manifest["parts"]),
            "missing": self.missing,
            "broken": dict(self.found.broken),
            "measures": {
                name: {"label": each["label"], "unit": each["unit"]} for name, each in self.manifest["columns"].items()
            },
            "points": list(self.manifest["points"]),
            "groups": [each.as_json() for each in self.groups],
        }


def summary_of(folder: Path, measures: Sequence[str] = (), *, by_place: bool = False) -> Summary:
    """Sum up what is finished in a folder; places are taken together unless told. Nothing in it is changed.

    Raises `SweepError` where it is not the folder of a sweep, nothing in it is finished, or there is no such measure.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise SweepError(f"{folder} is not the folder of a sweep: it has no {NAME}", status=2)
    if unknown := [each for each in measures if each not in manifest["columns"]]:
        known = ", ".join(manifest["columns"])
        raise SweepError(f"“{unknown[0]}” is not among the measures that were kept: {known}", status=2)
    found = found_in(folder, manifest)
    if not found.whole:
        raise SweepError(f"no part of the sweep in {folder} is finished yet")
    chosen = {name: each for name, each in manifest["columns"].items() if not measures or name in measures}
    return Summary(manifest, found, _groups(list(found.whole.values()), chosen, by_place=by_place))


def _groups(files: Sequence[Path], columns: Mapping[str, Any], *, by_place: bool) -> list[Group]:
    """In the order of the files: scenario by scenario as they were swept."""
    shares = ", ".join(str(each / 100) for each in PERCENTILES)
    place = "place" if by_place else "''"
    there = _kept_in(files)
    found: list[Group] = []
    for measure in (each for each in columns if each in there):
        name = quoted_name(measure)
        rows = (
            connection()
            .execute(
                f"SELECT scenario, {place} AS place, point, length, count({name}), count(*), avg({name}), "  # noqa: S608
                f"quantile_cont({name}, [{shares}]) FROM {files_text(files)} "
                "GROUP BY ALL ORDER BY scenario, place, point, length"
            )
            .fetchall()
        )
        found += [
            Group(row[0], row[1], row[2], row[3], measure, row[4], row[5], row[6], row[7] or NO_PERCENTILES)
            for row in rows
            if row[0] in columns[measure]["scenarios"]
        ]
    return found


def _kept_in(files: Sequence[Path]) -> set[str]:
    described = connection().execute(f"DESCRIBE SELECT * FROM {files_text(files)}").fetchall()  # noqa: S608
    return {row[0] for row in described}
