"""``isk-indicators coverage [DIR]``: what answers the words of each source, and what is open."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import TYPE_CHECKING

from isk_indicators.curate import session

if TYPE_CHECKING:
    from isk_indicators.check.accounts import SourceAccount
    from isk_indicators.curate.workplace import Workplace

NAME = "coverage"
HELP = "say, per source, what answers what share of its figures, dates, harms and speech"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    session.add_folder(parser)
    parser.add_argument(
        "--draft",
        action="store_true",
        help="write what is open into the reviewed passages, to be given a reason each",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the shares; 0 if every hit is answered, 1 if not, 2 if it could not be done."""
    return session.work_on(NAME, arguments.folder, _write if arguments.draft else _print)


def _print(work: Workplace) -> int:
    shares = importlib.import_module("isk_indicators.check.shares")
    accounts = _accounts(work)
    for account in accounts:
        sys.stdout.writelines(f"{line}\n" for line in shares.lines(account))
    unsure = _tell_unsure(accounts)
    return int(unsure or any(account.open for account in accounts))


def _write(work: Workplace) -> int:
    draft = importlib.import_module("isk_indicators.curate.draft")
    accounts = importlib.import_module("isk_indicators.check.accounts")
    known = _accounts(work)
    passages = [p for account in known for p in draft.passages(account)]
    file = work.package.relative(accounts.REVIEWED)
    if passages:
        data = draft.with_drafts(work.table(accounts.REVIEWED), passages)
        importlib.import_module("isk_indicators.curate.writing").replace_files(
            work.root, {file: data}
        )
    sys.stdout.write(f"{file}: {len(passages)} drafted; give each a reason, or add its row\n")
    return int(_tell_unsure(known) or bool(passages))


def _tell_unsure(accounts: list[SourceAccount]) -> bool:
    """Say how many hits depend on rows at fault; whether any does."""
    count = sum(len(account.by("unsure")) for account in accounts)
    if count:
        sys.stdout.write(
            f"not checked: {count}, since a row at fault may answer them; "
            "correct the rows that 'isk-indicators check' names, then run this again\n"
        )
    return count > 0


def _accounts(work: Workplace) -> list[SourceAccount]:
    """The account of every source, of the tables as they stand."""
    return list(importlib.import_module("isk_indicators.curate.accounting").accounts_of(work))
