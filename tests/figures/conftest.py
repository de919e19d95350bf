"""What the tests of figures share: no window opens, every figure is closed."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes

mpl.use("Agg")

import matplotlib.pyplot as plt


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    """Close every figure of a test after it; no test may change the settings."""
    before = dict(mpl.rcParams)
    yield
    plt.close("all")
    assert dict(mpl.rcParams) == before


def texts(ax: Axes) -> list[str]:
    """Give all words written into the axes, in drawing order."""
    return [text.get_text() for text in ax.texts if text.get_text()]
