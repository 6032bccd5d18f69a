"""Whether another program of this machine still runs."""

from __future__ import annotations

import os


def runs(process: int) -> bool:
    """Tell whether a process of this machine runs; where the system does not tell, it may."""
    if os.name == "nt":  # there the question would interrupt it
        return True
    try:
        os.kill(process, 0)
    except OSError as error:  # one of another person may not be asked, but is there
        return not isinstance(error, ProcessLookupError)
    return True
