"""Colours are told apart by every kind of colour vision, and words stand out from what they are written on.

The matrices are those of Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of color
vision deficiency", for the whole loss of a kind of cone; distances are CIE76 in Lab.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from gongxing.charts.appearance import THEMES, diverging_steps, ink_on, luminance, rgb, theme_of

LOSS = {
    "protanopia": "0.152286 1.052583 -0.204868 0.114503 0.786281 0.099216 -0.003882 -0.048116 1.051998",
    "deuteranopia": "0.367322 0.860646 -0.227968 0.280085 0.672501 0.047413 -0.011820 0.042940 0.968881",
    "tritanopia": "1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602 0.004733 0.691367 0.303900",
}
SIGHT = {"full": np.eye(3), **{name: np.array(text.split(), float).reshape(3, 3) for name, text in LOSS.items()}}


def lab(colour: str, sight: str) -> np.ndarray:
    plain = np.array(rgb(colour))
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SIGHT[sight] @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    f = np.where(xyz / [0.9505, 1.0, 1.089] > 0.008856, f, 7.787 * xyz / [0.9505, 1.0, 1.089] + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_series_are_told_apart(name, sight) -> None:
    theme = theme_of(name)
    closest = min((apart(a, b, sight), a, b) for a, b in combinations(theme.series, 2))
    assert closest[0] > 10, closest


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_steps_are_told_apart_and_run_one_way(name, sight) -> None:
    theme = theme_of(name)
    for count in (3, 5, 7):
        steps = theme.steps(count)
        assert min(apart(a, b, sight) for a, b in pairwise(steps)) > 8
        light = [lab(step, sight)[0] for step in steps]
        assert light == sorted(light, reverse=name != "dark")


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_gain_and_loss_are_told_apart(name, sight) -> None:
    theme = theme_of(name)
    assert apart(theme.gain, theme.loss, sight) > 30
    steps = diverging_steps(theme, 3, 3)
    assert min(apart(a, b, sight) for a, b in combinations(steps, 2)) > 8


@pytest.mark.parametrize("name", THEMES)
def test_words_stand_out(name) -> None:
    theme = theme_of(name)
    assert contrast(theme.ink, theme.background) >= 7
    assert contrast(theme.muted, theme.background) >= 4.5
    for colour in (*theme.series, theme.gain, theme.loss, theme.accent):
        assert contrast(colour, theme.background) >= 2, colour
    for colour in (*theme.sequential, *theme.diverging, theme.missing):
        assert contrast(ink_on(colour), colour) >= 4.4, colour
