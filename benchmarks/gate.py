"""How long the gate takes, how much memory, and where the time goes, from 10^3 to 10^6 rows.

    python benchmarks/gate.py [--largest ROWS] [--only NAME ...]

Each line of a table is a separate process that does one thing. The stages of the gate are measured
inside the one process of the gate.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import made_up
from measure import Spent, answer, peak, say, table, timed, versions, watched

SIZES = (1_000, 10_000, 100_000, 1_000_000)

MOST_ERRORS = 1_000_000


# What is measured, each in a process of its own


def reading(root: Path) -> dict[str, Any]:
    """Every table read by pandas as text, with the gate's settings and nothing else."""
    import pandas as pd  # noqa: PLC0415 - what is not measured is not imported

    from isk_indicators.schema import open_package  # noqa: PLC0415

    package = open_package(root)
    settings: dict[str, Any] = {"dtype": str, "keep_default_na": False, "na_values": [""]}

    def read() -> None:
        for name in package.schemas:
            pd.read_csv(package.path(name), encoding="utf-8", skip_blank_lines=False, **settings)

    return _whole(timed(read))


def frictionless_alone(root: Path) -> dict[str, Any]:
    """What the command `frictionless validate datapackage.json` does."""
    import frictionless  # noqa: PLC0415

    def validate() -> None:
        report = frictionless.validate(str(root / "datapackage.json"), limit_errors=MOST_ERRORS)
        if not report.valid:
            raise SystemExit(f"frictionless rejects the made-up package: {report.to_summary()}")

    return _whole(timed(validate))


def derived_alone(root: Path) -> dict[str, Any]:
    """The derived pandera schema of every table; the tables were read before."""
    import pandas as pd  # noqa: PLC0415

    from isk_indicators.rules import schema as rules_schema  # noqa: PLC0415
    from isk_indicators.schema import open_package  # noqa: PLC0415

    package = open_package(root)
    frames = {
        name: pd.read_csv(
            package.path(name),
            dtype=object,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8",
        )
        for name in package.schemas
    }
    frames = {
        name: frame.astype(object).where(frame.notna(), None) for name, frame in frames.items()
    }

    def validate() -> None:
        for name, schema in package.schemas.items():
            if rules_schema.constraint_problems(schema, frames[name]):
                raise SystemExit(f"pandera rejects the made-up table {name}")

    return _whole(timed(validate))


def whole_gate(root: Path) -> dict[str, Any]:
    """The gate as `isk-indicators check` runs it, with its stages."""
    from isk_indicators.check import gate  # noqa: PLC0415

    clock = _Clock()
    findings: list[Any] = []
    with clock.at_the_stages(gate):
        spent = timed(lambda: findings.extend(_checked(gate, root)))
    return _whole(spent) | {"stages": clock.stages, "findings": findings}


MEASURED: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    "reading alone": reading,
    "frictionless alone": frictionless_alone,
    "pandera schemas alone": derived_alone,
    "the gate": whole_gate,
}


def _whole(spent: Spent) -> dict[str, Any]:
    return {"wall": spent.wall, "cpu": spent.cpu, "peak": peak()}


def _checked(gate: ModuleType, root: Path) -> list[str]:
    from isk_indicators.safe_zip import Limits  # noqa: PLC0415 - what is not measured

    Limits.raise_to(10)  # beyond 2 * 10^5 rows a table has more lines than is usual
    report = gate.check(root)
    if report.stopped:
        raise SystemExit(report.stopped)
    return sorted({finding.rule for finding in report.findings})


class _Clock:
    """The stages of the gate: what each took, and the memory held at most until its end."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, Any]] = defaultdict(
            lambda: {"wall": 0.0, "cpu": 0.0, "peak": None}
        )

    @contextmanager
    def at_the_stages(self, gate: ModuleType) -> Iterator[None]:
        """Put the clock around every stage of ``gate``, and around the parts told apart."""
        from isk_indicators.check import coverage, history, structure  # noqa: PLC0415
        from isk_indicators.rules import schema as rules_schema  # noqa: PLC0415

        self._put(gate, "silent_engines", "canary")
        self._put(gate, "inspect_files", "files")
        self._put(structure, "inspect", "structure")
        self._put(structure, "inspect_order", "order")
        self._put(rules_schema, "find_problems", "rules")
        self._put(coverage, "inspect", "coverage")
        self._put(history, "inspect", "history")
        self._put(structure, "frictionless_problems", "structure: frictionless")
        self._put(structure, "pandera_problems", "structure: pandera")
        self._put(gate, "PartialDataset", "links")
        yield

    def _put(self, owner: Any, name: str, stage: str) -> None:
        function = getattr(owner, name)

        def clocked(*arguments: Any, **named: Any) -> Any:
            kept: list[Any] = []
            # A generator would be drained outside of the clock.
            spent = timed(lambda: kept.append(_drained(function(*arguments, **named))))
            self._add(stage, spent)
            return kept[0]

        setattr(owner, name, clocked)

    def _add(self, stage: str, spent: Spent) -> None:
        reported = self.stages[stage]
        reported["wall"] += spent.wall
        reported["cpu"] += spent.cpu
        reported["peak"] = peak()


def _drained(result: Any) -> Any:
    return list(result) if isinstance(result, Iterator) else result


# The table


def main() -> None:
    """Measure and print; or, as a process of its own, measure one thing and answer."""
    options = _options()
    if options.measure:
        answer(MEASURED[options.measure](Path(options.folder)))
        return
    say(versions("pandas", "pandera", "frictionless"))
    for rows in (size for size in SIZES if size <= options.largest):
        with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
            package = made_up.write(Path(folder), rows)
            size = sum(package.path(table).stat().st_size for table in package.schemas) / 1e6
            say(f"\n{rows:,} rows of incidents and casualties, {size:.1f} MB in tables\n")
            say(_table(Path(folder), rows, options.only or list(MEASURED)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="the most rows to measure")
    parser.add_argument("--only", nargs="+", choices=MEASURED, help="leave out the other lines")
    parser.add_argument("--measure", choices=MEASURED, help=argparse.SUPPRESS)
    parser.add_argument("folder", nargs="?", help=argparse.SUPPRESS)
    return parser.parse_args()


def _table(folder: Path, rows: int, names: list[str]) -> str:
    lines: list[list[str]] = []
    measured: dict[str, dict[str, Any]] = {}
    for name in names:
        printed, most = watched([__file__, "--measure", name, str(folder)])
        reported = json.loads(printed.splitlines()[-1])
        measured[name] = reported
        lines.append(_line(name, rows, reported | {"peak": most or reported["peak"]}))
        lines += [_line(f"– {s}", rows, t) for s, t in _ordered(reported.get("stages", {}))]
    heads = ("what", "seconds", "processor s", "rows/s", "peak MiB")
    return "\n".join([table(heads, lines), *_notes(measured)])


def _line(name: str, rows: int, reported: Mapping[str, Any]) -> list[str]:
    most = "" if reported["peak"] is None else f"{reported['peak']:,.0f}"
    return [
        name,
        f"{reported['wall']:.2f}",
        f"{reported['cpu']:.2f}",
        f"{rows / reported['wall']:,.0f}" if reported["wall"] else "",
        most,
    ]


def _ordered(stages: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The stages as the gate runs them, each followed by its parts."""
    whole = [name for name in stages if ":" not in name]
    whole.sort(key=lambda name: stages[name]["peak"] or 0)
    return [
        (n, stages[n]) for w in whole for n in (w, *(p for p in stages if p.startswith(f"{w}:")))
    ]


def _notes(measured: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Our own stages beside what frictionless takes: its engine, its stage, its own command."""
    whole = measured.get("the gate")
    if whole is None:
        return
    stages = whole["stages"]
    ours = ("files", "links", "rules", "coverage")
    listed = " + ".join(f"{name} {stages[name]['wall']:.2f}" for name in ours)
    yield f"\nOurs: {listed} seconds. Times the seconds (the processor's seconds) of"
    beside = {
        "frictionless within the gate": stages["structure: frictionless"],
        "the stage of structure": stages["structure"],
        "frictionless alone": measured.get("frictionless alone"),
    }
    for name, other in beside.items():
        if other is not None:
            wall, cpu = (sum(stages[n][k] for n in ours) / other[k] for k in ("wall", "cpu"))
            yield f"- {name}: {wall:.2f} ({cpu:.2f})"
    if whole["findings"]:
        yield f"The gate finds faults: {', '.join(whole['findings'])}."


if __name__ == "__main__":
    main()
