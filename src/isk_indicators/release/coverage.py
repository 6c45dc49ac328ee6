"""How much of each source is accounted for, as the release tells it."""

from __future__ import annotations

from isk_indicators import csvio
from isk_indicators.check import shares
from isk_indicators.curate.drafts import accounts_of
from isk_indicators.curate.workspace import StoppedError, Workspace
from isk_indicators.release.project import BuildError
from isk_indicators.schema import DataPackage

COVERAGE = "coverage.csv"


def coverage_file(package: DataPackage) -> bytes:
    """The shares of every source as CSV: a row a source and kind of hit.

    ``hits`` are answered ``by_row``, by a passage that was ``reviewed`` and found to claim nothing,
    ``not_codable``, which is known and not answered, or ``open``; the package must have passed the
    gate, so that none is open.

    Raises:
        BuildError: a table or a document is not what the gate would let pass.
    """
    try:
        accounts = list(accounts_of(Workspace(package)))
    except StoppedError as error:
        raise BuildError(str(error)) from error
    told = [share for account in accounts for share in shares.shares(account)]
    rows = [[*map(str, s._replace(open=s.open + s.not_checked))] for s in told]
    return csvio.document(shares.Share._fields, rows).encode("utf-8")
