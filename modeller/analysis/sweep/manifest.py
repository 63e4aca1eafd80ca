"""The manifest of a sweep: everything that its figures follow from, written first, and held to when it is resumed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.sweep.cases import Laid
from modeller.analysis.sweep.parquet import BESIDE
from modeller.analysis.sweep.parts import Part
from modeller.analysis.sweep.plan import Plan
from modeller.analysis.sweep.working import Column
from modeller.errors import SweepError

Manifest = Mapping[str, Any]
NAME = "manifest.json"
_FEW = 12


def manifest_of(
    plan: Plan,
    laid: Sequence[Laid],
    columns: Mapping[str, Sequence[Column]],
    parts: Sequence[Part],
    ways: Mapping[str, str],
) -> dict[str, Any]:
    """What is kept of a sweep; nothing in it tells when, where or by how many it was worked."""
    cases = [case for each in laid for case in each.cases]
    return {
        "schema": 1,
        "version": modeller.__version__,
        "seed": plan.seed,
        "draws": plan.draws,
        "lengths": list(plan.lengths),
        "vary": {key: list(texts) for key, texts in plan.vary.items()},
        "points": plan.points if plan.vary else [],
        "measures": list(plan.measures),
        "futures_a_part": plan.part,
        "worked_by": dict(ways),
        "columns": _columns(columns),
        "scenarios": list(_scenarios(laid)),
        "parts": [
            {
                "part": part.name,
                "scenario": cases[part.case].scenario,
                "place": cases[part.case].place,
                "points": list(cases[part.case].points),
                "lengths": list(part.lengths),
                "first": part.first,
                "futures": part.futures,
                "rows": part.rows,
            }
            for part in parts
        ],
    }


def _columns(columns: Mapping[str, Sequence[Column]]) -> dict[str, Any]:
    """Every column once, with the scenarios that have it."""
    found: dict[str, Any] = {}
    for scenario, of_scenario in columns.items():
        for each in of_scenario:
            said = {"label": each.label, "unit": each.unit.name, "style": each.unit.style, "whole": each.unit.whole}
            found.setdefault(each.name, {**said, "scenarios": []})["scenarios"].append(scenario)
    return found


def _scenarios(laid: Sequence[Laid]) -> Iterator[dict[str, Any]]:
    """Each scenario in each place: its inputs in use, once in full, and of further places those that are its own."""
    known: dict[str, Mapping[str, Any]] = {}
    for each in laid:
        inputs = {key: _input(each, key) for key in each.run.in_use}
        before = known.setdefault(each.name, inputs)
        whole = before is inputs
        yield {
            "name": each.name,
            "title": each.stated.scenario.title,
            "place": each.place,
            "status": each.row.status if each.row else "",
            "source": each.row.source if each.row else "",
            "text": each.text_digest,
            "terms": each.terms_digest,
            "fingerprint": each.run.fingerprint,
            "inputs" if whole else "inputs_that_differ": {
                key: given for key, given in inputs.items() if whole or before.get(key) != given
            },
            **({"ranges": _ranges(each)} if whole and each.stated.ranges else {}),
        }


def _ranges(each: Laid) -> dict[str, Any]:
    return {
        key: {"low": of.low, "likely": of.likely, "high": of.high, "drawn": of.drawn.way}
        for key, of in each.stated.ranges.items()
    }


def _input(each: Laid, key: str) -> dict[str, Any]:
    said = each.run.provenance(key)
    row = each.row if each.row and key in each.row.figures else None
    return {
        "value": each.partnership.model.inputs[key].value,
        "status": row.status if row else said.status,
        "source": row.source if row else said.source,
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it whole, or not at all; raise OSError where it cannot be written."""
    beside = folder / f"{BESIDE}{NAME}"
    try:
        with beside.open("w", encoding="utf-8") as written:
            json.dump(manifest, written, ensure_ascii=False, indent=1)
            written.flush()
            os.fsync(written.fileno())
        beside.replace(folder / NAME)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, if it has one; raise `SweepError` where it cannot be read."""
    file = folder / NAME
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not as it was written"
        raise SweepError(f"{file} cannot be read: {told}. Sweep into another folder") from None
    if not isinstance(found, dict) or not {"schema", "parts", "scenarios", "columns"} <= found.keys():
        raise SweepError(f"{file} is not the manifest of a sweep. Sweep into another folder")
    return found


def differences(there: Manifest, here: Manifest) -> list[str]:
    """What two manifests differ in, in words, as far as there is room: first what is asked, then scenarios."""
    here = json.loads(json.dumps(here))
    if there == here:
        return []
    found = [
        f"{key.replace('_', ' ')}: {_shown(there.get(key))} there, {_shown(here.get(key))} here"
        for key in here
        if key not in {"scenarios", "parts", "points", "columns"} and there.get(key) != here[key]
    ]
    found += _of_scenarios(there, here)
    if not found:
        found = ["the way it is cut into parts"]
    return found if len(found) <= _FEW else [*found[:_FEW], f"and {len(found) - _FEW} more"]


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    longest = 60
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _of_scenarios(there: Manifest, here: Manifest) -> Iterator[str]:
    before, now = (
        {(each["name"], each["place"]): each for each in manifest["scenarios"]} for manifest in (there, here)
    )
    for key in {**before, **now}:
        name = ", ".join(each for each in key if each)
        if key not in now or key not in before:
            yield f"scenario {name}: {'there' if key in before else 'here'} alone"
        elif before[key] != now[key]:
            yield from _of_inputs(name, before[key], now[key])


def _of_inputs(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    kind = "inputs" if "inputs" in now else "inputs_that_differ"
    old, new = before.get(kind, {}), now[kind]
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    for key in differing:
        values = [_shown(each[key]["value"]) if key in each else "none" for each in (old, new)]
        yield f"{name}, {key}: {values[0]} there, {values[1]} here"
    if not differing:
        yield f"scenario {name}: its text or its lines"
