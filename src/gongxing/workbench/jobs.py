"""Work that takes longer than a page may: in a thread of its own, with progress, cancel and an address.

    job = page.workbench.jobs.start("ingest", page.visitor.name, lambda progress: work(progress))
    return RedirectResponse(page.view.to(f"/jobs/{job.id}"), 303)

The work calls ``progress.of(total)`` and ``progress.step("name")``; ``step`` raises :class:`CancelledError` when
somebody has cancelled. It returns the address of what came out.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gongxing.language.saying import said_of
from gongxing.library import LibraryError
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gongxing.indicators.amounts import Language

State = Literal["waiting", "running", "done", "failed", "cancelled"]
KEPT = 200  # finished jobs that can still be looked at
_logger = logging.getLogger(__name__)


class CancelledError(Exception):
    """Somebody has cancelled the job."""


@dataclass(slots=True)
class Job:
    """A job: ``kind`` names its words (``job_<kind>`` in ``words/jobs.toml``), ``result`` is where its outcome is.

    ``problem`` is the one sentence of what went wrong; ``None`` with state ``failed`` is a fault of ours.
    ``unread`` are the files of an ingest that were not read, each with why: the others were.
    """

    id: str
    kind: str
    who: str
    state: State = "waiting"
    total: int | None = None
    done: int = 0
    now: str = ""
    result: str | None = None
    problem: str | None = None
    unread: tuple[tuple[str, str], ...] = ()
    started: float = field(default_factory=time.time)
    ended: float | None = None
    _cancel: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def cancelling(self) -> bool:
        """Whether somebody has cancelled it and it has not ended yet."""
        return self._cancel.is_set() and not self.over

    @property
    def left(self) -> float | None:
        """Seconds that are left at the speed so far, where that can be said."""
        if self.over or not self.total or not self.done:
            return None
        return (time.time() - self.started) / self.done * (self.total - self.done)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancel.set()

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """Return what a page shows of it; what went wrong is said in a language."""
        names = ("id", "kind", "state", "total", "done", "now", "result", "problem", "cancelling", "over", "left")
        told = {name: getattr(self, name) for name in names}
        told["problem"] = said_of(self.problem, language) if self.problem else self.problem
        told["unread"] = [{"source": name, "reason": said_of(why, language)} for name, why in self.unread]
        return told


class Progress:
    """What the work tells of itself."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def of(self, total: int | None) -> None:
        """Say how many steps there are, where that is known."""
        self.job.total = total

    def step(self, now: str = "", steps: int = 1) -> None:
        """Say that steps are done and what is worked on.

        Raises
        ------
        CancelledError
            Somebody has cancelled.
        """
        self.job.done += steps
        self.job.now = now or self.job.now
        self.check()

    def unread(self, files: Iterable[tuple[str, str]]) -> None:
        """Say which files were not read, each with why."""
        self.job.unread = tuple((name, why) for name, why in files)

    def check(self) -> None:
        """Raise :class:`CancelledError` when somebody has cancelled."""
        if self.job._cancel.is_set():
            raise CancelledError


class Jobs:
    """The jobs of this process; a visitor may run ``each`` at a time."""

    def __init__(self, each: int = 2) -> None:
        self.each = each
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, kind: str, who: str, work: Callable[[Progress], str | None]) -> Job:
        """Start work in a thread and return its job.

        Raises
        ------
        ProblemError
            This visitor has as many running as are allowed (429).
        """
        with self._lock:
            if sum(job.who == who and not job.over for job in self._jobs.values()) >= self.each:
                raise ProblemError("too_many_jobs", 429, count=self.each)
            job = Job(secrets.token_urlsafe(12), kind, who)
            self._jobs[job.id] = job
            finished = [one.id for one in self._jobs.values() if one.over]
            for old in finished[: max(len(finished) - KEPT, 0)]:
                del self._jobs[old]
        threading.Thread(target=_run, args=(job, work), name=f"job-{kind}", daemon=True).start()
        return job

    def get(self, job_id: str) -> Job:
        """Return a job.

        Raises
        ------
        NotHereError
            There is none of this number, or it ended long ago.
        """
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise NotHereError("job")
        return job

    def all(self) -> list[Job]:
        """Return the jobs, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.all():
            job.cancel()


def _run(job: Job, work: Callable[[Progress], str | None]) -> None:
    job.state = "running"
    state: State = "failed"
    try:
        with contextlib.suppress(CancelledError):
            state = "cancelled"
            job.result = work(Progress(job))
            state = "done"
    except (LibraryError, ValueError) as error:
        state, job.problem = "failed", str(error)
    except Exception:  # a fault of ours ends the job, never the workbench
        state = "failed"
        _logger.exception("job %s (%s) failed", job.id, job.kind)
    job.ended = time.time()
    job.state = state
