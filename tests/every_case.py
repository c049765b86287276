"""Runs one test over a table of cases: for tables whose cases take microseconds each.

`pytest.mark.parametrize` makes a test of every case, and each costs pytest and pytest-xdist some
milliseconds to set up, send and count. Where a case needs no fixture, `over` tells as much: it goes
on after a case that fails, and names all that did.
"""

import inspect
import itertools
from collections.abc import Callable, Iterable
from typing import Any


def over(*tables: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make a test that calls the decorated function with each case of the table.

    A case is a tuple of its arguments, or the argument where the function takes one. Of several
    tables, each a list of single arguments, every combination is a case.
    """

    def made(check: Callable[..., None]) -> Callable[[], None]:
        one = len(tables) == 1 and len(inspect.signature(check).parameters) == 1
        cases = list(tables[0]) if len(tables) == 1 else list(itertools.product(*tables))
        assert cases, f"{check.__name__} has no cases"

        def test() -> None:
            failed: list[str] = []
            for case in cases:
                try:
                    check(case) if one else check(*case)
                except Exception as error:  # of any kind: the cases behind it are run as well
                    failed.append(f"{case!r}: {type(error).__name__}: {error}")
            assert not failed, f"{len(failed)} of {len(cases)} cases:\n" + "\n".join(failed)

        test.__name__ = test.__qualname__ = check.__name__
        test.__module__ = check.__module__
        return test

    return made
