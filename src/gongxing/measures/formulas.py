"""Formulas of the catalogue, written in TeX, as plain text that a terminal shows: ``T=Σᵢ pᵢ xᵢ/μ ln(xᵢ/μ)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = {
    "sum": "Σ", "prod": "Π", "int": "∫", "Delta": "Δ", "Sigma": "Σ", "Omega": "Ω", "mu": "μ", "alpha": "α", "beta": "β",
    "gamma": "γ",
    "delta": "δ", "varepsilon": "ε", "epsilon": "ε", "theta": "θ", "lambda": "λ", "sigma": "σ",
    "phi": "φ",
    "omega": "ω", "tau": "τ", "pi": "π", "rho": "ρ", "eta": "η", "in": " ∈ ", "mid": " | ", "le": " ≤ ", "ge": " ≥ ",
    "ne": " ≠ ", "times": " × ", "cdot": "·", "propto": " ∝ ", "wedge": " ∧ ", "iff": " ⟺ ", "to": " → ", "dots": "…",
    "cdots": "…", "infty": "∞", "top": "⊤", "partial": "∂", "quad": "   ", "qquad": "   ", "ln": " ln ", "log": " log ",
    "max": " max ", "min": " min ", "exp": " exp ", "left": "", "right": "", "big": "", "Big": "", "bigg": "",
    ",": " ", ";": " ", " ": " ", "!": "", "{": "{", "}": "}", "%": "%",
}  # fmt: skip
_PLAIN = ("mathrm", "text", "mathbf", "operatorname")
_OVER = {"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "widetilde": "\u0303", "tilde": "\u0303"}
_BELOW = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ABOVE = dict(zip("0123456789+-=()inTαβ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵀᵅᵝ", strict=True))
# Marks the end of a fraction until the whole is read.
_AFTER = "\x00"
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|[^\\{}^_]")


def plain(formula: str) -> str:
    """Return a formula in TeX as plain text; what has no sign of its own is written out."""
    text = _sequence(iter(_TOKEN.findall(formula)), ends=False)
    # What follows a fraction as a factor stands apart from it; a logarithm of a fraction gets its brackets.
    text = re.sub(r"(?<=log|max|min) (?=[₀-₉])", "", _spaced(text))
    text = re.sub(r" (ln|log) (?=[^\s(])([^\s(),=+-]+/[^\s(),=+-]+)", r" \1(\2)", text)
    text = re.sub(r"Δ (?=\w)", "Δ", re.sub(r" (?=[,.);\]])", "", text))
    text = re.sub(r"([(\[=]) ", r"\1", re.sub(r" {4,}", "   ", text))
    return re.sub(r"(?<=\S) {2}(?=\S)", " ", text).strip()


def _spaced(text: str) -> str:
    """Put a space between a fraction and a factor after it."""
    return re.sub(f"{_AFTER}(?=[\\w(√|∫])", " ", text).replace(_AFTER, "")


def _sequence(tokens: Iterator[str], *, ends: bool) -> str:
    """Read tokens to the end, or to the brace that closes the group."""
    parts: list[str] = []
    for token in tokens:
        if token == "}" and ends:
            break
        parts.append(_one(token, tokens))
    return "".join(parts)


def _one(token: str, tokens: Iterator[str]) -> str:
    """Return one token, with the arguments that follow it."""
    if token == "{":
        return _sequence(tokens, ends=True)
    if token in "^_":
        return _script(_argument(tokens), _ABOVE if token == "^" else _BELOW, token)
    if not token.startswith("\\"):
        return token
    name = token[1:]
    if name in ("frac", "tfrac", "dfrac"):
        return f"{_bracketed(_argument(tokens))}/{_bracketed(_argument(tokens))}{_AFTER}"
    if name == "sqrt":
        return f"√{_bracketed(_argument(tokens))}"
    if name in _PLAIN:
        return _argument(tokens)
    if name in _OVER:
        inside = _argument(tokens)
        return inside[0] + _OVER[name] + inside[1:] if len(inside.strip()) == 1 else f"mean({inside.strip()})"
    if name == "underbrace":
        return _argument(tokens)
    return _SIGNS.get(name, name)


def _argument(tokens: Iterator[str]) -> str:
    token = next(tokens, "")
    while token == " ":
        token = next(tokens, "")
    return _one(token, tokens) if token else ""


def _bracketed(text: str) -> str:
    """Put what is more than one factor in brackets."""
    inside = _spaced(text).strip()
    scripts = "".join((*_BELOW.values(), *_ABOVE.values(), *_OVER.values(), "'"))
    alone = re.fullmatch(rf"(\d+|[^\W\d_])([{re.escape(scripts)}]|[_^]\w|[_^]\([^()]*\))*|\([^()]*\)", inside)
    return inside if alone else f"({inside})"


def _script(text: str, signs: dict[str, str], mark: str) -> str:
    inside = _spaced(text).strip()
    if inside in ("'", "⊤", "*", "+", "-") and mark == "^":
        return {"+": "⁺", "-": "⁻"}.get(inside, inside)
    if inside and all(sign in signs for sign in inside):
        return "".join(signs[sign] for sign in inside)
    return f"{mark}{inside}" if len(inside) == 1 else f"{mark}({inside})"
