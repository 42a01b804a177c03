"""Some contexts of a space that is too large to ask: covering samples and random ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import SpaceError
from moe_nb.core.space import Space


def all_pairs(space: Space, seed: int = 0) -> NDArray[np.int64]:
    """Return contexts in which every two values of different axes meet at least once.

    Returns:
        Numbers of contexts, ascending; the same for the same axes and seed. A space of fewer than two axes that vary
        is returned whole.
    """
    return _covering(space, 2, seed)


def all_triples(space: Space, seed: int = 0) -> NDArray[np.int64]:
    """Return contexts in which every three values of different axes meet at least once; otherwise as `all_pairs`."""
    return _covering(space, 3, seed)


def random_contexts(space: Space, count: int, seed: int = 0) -> NDArray[np.int64]:
    """Return some contexts, each equally likely, none twice.

    Args:
        space: The contexts there are.
        count: How many; more than there are gives all.
        seed: The same seed gives the same contexts.

    Raises:
        SpaceError: If *count* is less than one.
    """
    if count < 1:
        raise SpaceError(f"A sample of {count} contexts asks nothing.", hint="Give at least 1.")
    chosen = np.random.default_rng(seed).choice(len(space), min(count, len(space)), replace=False)
    return np.sort(chosen).astype(np.int64)


def sampled(space: Space, sample: str | int) -> NDArray[np.int64]:
    """Return the contexts of a sample that is named.

    Args:
        space: The contexts there are.
        sample: ``"pairs"``, ``"triples"``, or how many at random.

    Raises:
        SpaceError: If it is none of these.
    """
    named = {"pairs": all_pairs, "triples": all_triples}
    if isinstance(sample, str) and sample in named:
        return named[sample](space)
    if isinstance(sample, int) and not isinstance(sample, bool):
        return random_contexts(space, sample)
    raise SpaceError(f"{sample!r} is no sample.", hint='Write "pairs", "triples" or a number of contexts.')


def _covering(space: Space, strength: int, seed: int) -> NDArray[np.int64]:
    from covertable import make  # noqa: PLC0415 - only samples need it

    shape = [len(axis) for axis in space.axes]
    varying = [at for at, size in enumerate(shape) if size > 1]
    if len(varying) <= strength:
        return np.arange(len(space), dtype=np.int64)
    rows: Any = make([range(shape[at]) for at in varying], strength=strength, salt=str(seed))
    positions = np.zeros((len(shape), len(rows)), np.int64)
    positions[varying] = np.array(rows, np.int64).T
    return np.unique(np.ravel_multi_index(tuple(positions), shape)).astype(np.int64)
