"""Copies the articles of remote places, such as s3://bucket/folder, into the library's folder."""

from collections.abc import Iterable
from pathlib import Path

from index.cloud import copies
from index.cloud.places import open_place
from index.errors import RemoteError
from index.types import Failure, Progress, quiet

COPIED = "copied"


def copy_all(addresses: Iterable[str], folder: Path, progress: Progress = quiet) -> list[Failure]:
    """Copy the places at `addresses` into `folder`; give what could not be copied of them.

    `progress` counts the files of a place. Raises RemoteError for a place that cannot be used at
    all, before anything is copied if that shows so early, and OSError.
    """
    places = [open_place(address) for address in dict.fromkeys(addresses)]
    return [failure for place in places for failure in copies.copy(place, folder, progress)]


def copy_again(folder: Path, progress: Progress = quiet) -> list[Failure]:
    """Copy what has changed in the places that `folder` has copies of; give what failed.

    A place that cannot be used now is a failure, and its copies stay. Raises OSError.
    """
    failed: list[Failure] = []
    for address in copies.addresses(folder):
        try:
            failed += copies.copy(open_place(address), folder, progress)
        except RemoteError as error:
            failed.append(Failure(address, error.reason))
    return failed
