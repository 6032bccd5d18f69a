"""Formulas of the catalogue as a terminal shows them."""

from __future__ import annotations

import pytest

from gongxing.measures import measures
from gongxing.measures.formulas import plain
from gongxing.measures.words import words


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\frac{1}{2\mu}\sum_i p_i", "1/(2μ) Σᵢ pᵢ"),
        (r"\sum_i p_i\ln\frac{\mu}{x_i}", "Σᵢ pᵢ ln(μ/xᵢ)"),
        (r"\frac1\mu\sqrt{\sum_i x_i^2}", "1/μ √(Σᵢ xᵢ²)"),
        (r"x_{it}^{1-\varepsilon}", "xᵢₜ^(1-ε)"),
        (r"\bar x,\quad \Delta y_g", "x̄,   Δy_g"),
        (r"E=\text{第二特征向量}", "E=第二特征向量"),
        (r"\frac{a}{\frac1n\sum_i b_i}", "a/(1/n Σᵢ bᵢ)"),
    ],
)
def test_a_formula_reads_as_people_write_it(formula, shown) -> None:
    assert plain(formula) == shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_formula_of_the_catalogue_keeps_a_trace_of_tex(language) -> None:
    for id in measures():
        text = plain(words(id, language).formula)
        assert text
        assert "\\" not in text
        assert "\x00" not in text
        assert text.count("(") == text.count(")"), text
