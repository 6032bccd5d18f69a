"""Addresses of other machines come from the person who starts the program, and what goes there is encrypted."""

from __future__ import annotations

import pytest

from gongxing.engines import ClusterError, engine_for
from gongxing.library import LibraryError
from gongxing.library.connection import engine_of

SECRET = "open-sesame"


def options(place: str) -> dict[str, object]:
    """What the driver is told when it connects."""
    engine = engine_of(place)
    arguments: list[dict[str, object]] = []

    def connect(*_: object, **given: object) -> None:
        arguments.append(given)
        raise InterruptedError

    engine.dialect.connect = connect  # type: ignore[method-assign,assignment]
    with pytest.raises(InterruptedError):
        engine.connect()
    return arguments[0]


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://me@server/region",
        f"postgresql://me:{SECRET}@198.51.100.7:5433/region",
        "postgresql://me@/region?host=server",
        "postgresql://me@/region?host=/tmp,server",
        "postgresql://me@127.0.0.1/region?hostaddr=198.51.100.7",
    ],
)
def test_a_server_elsewhere_is_spoken_to_under_tls(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert options(place)["sslmode"] == "require"
    joint = "&" if "?" in place else "?"
    assert options(f"{place}{joint}sslmode=verify-full")["sslmode"] == "verify-full"
    for mode in ("disable", "allow", "prefer"):
        with pytest.raises(LibraryError, match=f"must be encrypted, and sslmode={mode}") as refused:
            engine_of(f"{place}{joint}sslmode={mode}")
        assert SECRET not in str(refused.value)
    monkeypatch.setenv("PGSSLMODE", "prefer")
    with pytest.raises(LibraryError, match="must be encrypted"):
        engine_of(place)


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://me@127.0.0.1/region",
        "postgresql://me@localhost/region",
        "postgresql://me@[::1]/region",
        "postgresql:///region",
        "postgresql://me@/region?host=/var/run/postgresql",
    ],
)
def test_a_server_here_needs_none(place: str) -> None:
    assert "sslmode" not in options(place)


@pytest.mark.parametrize(
    "address", ["tcp://198.51.100.7:8786", "tcp://scheduler:8786", "ws://[2001:db8::1]:8786", "scheduler:1"]
)
def test_a_cluster_elsewhere_must_use_tls(address: str) -> None:
    with pytest.raises(ClusterError, match="must use TLS"):
        engine_for(cluster=address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://localhost:1", "tcp://[::1]:1"])
def test_a_cluster_here_is_tried(address: str) -> None:
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        engine_for(cluster=address)
