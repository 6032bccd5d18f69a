"""Parsers of foreign bytes run in a child process with limits on memory and time.

A page of a few kilobytes can take a parser to gigabytes, to endless work or to a crash. So a worker process does the
reading, one document after another; when a document brings it down, that document is refused in one sentence and the
next one gets a fresh worker. Where the system can fork and this process has one thread, the worker is a fork (a few
milliseconds); else it is a new Python with the same duties.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from gongxing.reading.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from gongxing.reading.article import Article

MEMORY = 1 << 30  # bytes of address space that a document may add to what the worker had at its start
SECONDS = 10  # of the processor, for one document
_WAITED = 2  # times as long on the clock: a busy machine gives a worker a part of its processor
_OUT_OF_MEMORY = 77  # exit status of a worker
_DOCUMENTS = "gongxing.reading.reader:parse"
_LENGTH = struct.Struct("<Q")
_SUSPECT = "the file may be damaged or made to do harm, so open it in its own program and save it anew"

Request = Path | bytes


class Reader:
    """A worker for many documents.

    >>> with Reader() as reader:  # doctest: +SKIP
    ...     articles = [reader.read(path, path.name) for path in paths]

    A reader belongs to the process and the thread that made it.
    """

    def __init__(self, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.memory = memory
        self.seconds = seconds
        self._worker: _Worker | None = None

    def read(self, request: Request, name: str, while_waiting: Callable[[], object] | None = None) -> Article:
        """Read a document from a file, or from bytes, called ``name`` in messages.

        ``while_waiting`` is called in this process while the worker reads.

        Raises
        ------
        UnreadableDocumentError
            The document cannot be read, or not within the limits.
        """
        article: Article = self.call(_DOCUMENTS, request, name, while_waiting)
        return article

    def call(self, parser: str, request: Any, name: str, while_waiting: Callable[[], object] | None = None) -> Any:
        """Let the worker parse a file, or bytes, with the function that ``parser`` names (``module:function``).

        The function takes the request (a path, bytes or what else can be pickled) and the name.

        Raises
        ------
        UnreadableDocumentError
            What the function raises, or the limits are reached.
        """
        if self._worker is not None and self._worker.parent != os.getpid():
            self.close()  # inherited by a fork of this process: not ours to talk to
        if self._worker is None:
            self._worker = _forked(self.memory, self.seconds) if _may_fork() else _spawned(self.memory, self.seconds)
        try:
            answer, tired = self._worker.ask((parser, request, name), self.seconds, while_waiting)
        except _ForeignAnswerError:
            self.close()
            raise UnreadableDocumentError(name, "its parser gave no sensible answer", _SUSPECT) from None
        except _WorkerDiedError as death:
            self.close()
            raise UnreadableDocumentError(name, str(death), _SUSPECT) from None
        except BaseException:  # interrupted half-way: the worker's answer would be taken for the next document's
            self.close()
            raise
        if tired:
            self.close()
        if isinstance(answer, _Refusal):
            raise UnreadableDocumentError(answer.name, answer.problem, answer.advice)
        return answer

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


_readers = threading.local()


def shared_reader() -> Reader:
    """Return the reader of this thread, for callers that read one document at a time."""
    reader: Reader | None = getattr(_readers, "reader", None)
    if reader is None:
        reader = _readers.reader = Reader()  # ends with its thread; the worker ends when its pipes do
    return reader


class _WorkerDiedError(Exception):
    """The worker ended before it answered; the message says why."""


class _ForeignAnswerError(Exception):
    """A worker answered with something else than values of ours: whoever took it over must gain nothing by it."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An ``UnreadableDocumentError`` on its way: libraries may teach exceptions to travel in ways of their own."""

    name: str
    problem: str
    advice: str


class _Answers(pickle.Unpickler):
    """Reads an answer that holds plain values and our own data classes, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that an answer may hold."""
        if (module, name) in _PLAIN:
            return getattr(import_module(module), name)
        if module.startswith("gongxing.") and "." not in name:
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, str)):
                return found
        raise _ForeignAnswerError(f"{module}.{name}")


def _answer_of(message: bytes) -> tuple[Any, bool]:
    """Read what a worker answers: what was asked for, and whether it is tired."""
    try:
        answer = _Answers(io.BytesIO(message)).load()
    except Exception as error:  # whatever the reading of a foreign answer stumbles over
        raise _ForeignAnswerError(str(error)) from error
    if not (isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], bool)):
        raise _ForeignAnswerError(type(answer).__name__)
    return answer


_PLAIN = frozenset({
    ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "bytearray"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
})  # fmt: skip


class _Worker:
    """A process that answers requests over two pipes."""

    def __init__(
        self, process: int, to_worker: IO[bytes], from_worker: IO[bytes], popen: subprocess.Popen[bytes] | None
    ):
        self.parent = os.getpid()
        self._process = process
        self._to_worker = to_worker
        self._from_worker = from_worker
        self._popen = popen

    def ask(
        self, request: object, seconds: float, while_waiting: Callable[[], object] | None = None
    ) -> tuple[Any, bool]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(_WAITED * seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            _send(self._to_worker, request)
            if while_waiting is not None:
                while_waiting()
            message = _message(self._from_worker)
        except (EOFError, OSError) as error:
            raise self._death(seconds, late.is_set()) from error
        finally:
            timer.cancel()
            timer.join()
        return _answer_of(message)

    def _death(self, seconds: float, late: bool) -> _WorkerDiedError:
        status = self._wait()
        if late or (hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU):
            return _WorkerDiedError(f"reading it takes more than {seconds:g} seconds")
        if status == _OUT_OF_MEMORY:
            return _WorkerDiedError("reading it takes more memory than a document may have")
        return _WorkerDiedError("its parser broke down or ran out of the memory it may have")

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            if self._popen is not None:
                self._popen.kill()
            else:
                os.kill(self._process, signal.SIGKILL)

    def _wait(self) -> int | None:
        """Return the exit status, a signal as its negative number."""
        if self._popen is not None:
            return self._popen.wait()
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
        except ChildProcessError:
            return None

    def close(self) -> None:
        ours = self.parent == os.getpid()
        if ours:
            self._kill()
        for pipe in (self._to_worker, self._from_worker):
            with contextlib.suppress(OSError):
                pipe.close()
        if ours:
            self._wait()


def _may_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _forked(memory: int, seconds: float) -> _Worker:
    request_end, to_worker = os.pipe()
    from_worker, answer_end = os.pipe()
    process = os.fork()
    if process:
        os.close(request_end)
        os.close(answer_end)
        return _Worker(process, os.fdopen(to_worker, "wb", 0), os.fdopen(from_worker, "rb"), None)
    try:  # The child must never return into the caller's code.
        os.close(to_worker)
        os.close(from_worker)
        serve(os.fdopen(request_end, "rb"), os.fdopen(answer_end, "wb", 0), memory, seconds)
    finally:
        os._exit(1)


def _spawned(memory: int, seconds: float) -> _Worker:
    start = f"from gongxing.reading.sandbox import serve_pipes; serve_pipes({memory}, {seconds})"
    path = os.pathsep.join(entry for entry in sys.path if entry)
    popen = subprocess.Popen(
        [sys.executable, "-c", start],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": path},
    )
    if popen.stdin is None or popen.stdout is None:
        raise AssertionError("a worker has pipes")
    return _Worker(popen.pid, popen.stdin, popen.stdout, popen)


def serve_pipes(memory: int, seconds: float) -> None:
    """Serve as a worker over this process's standard input and output."""
    answers = os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # whatever a parser prints must not stand among the answers
    serve(sys.stdin.buffer, answers, memory, seconds)


def serve(requests: IO[bytes], answers: IO[bytes], memory: int, seconds: float) -> NoReturn:
    """Answer requests until the other side hangs up; never returns.

    An answer is what the parser returns or an error, with a word whether this worker has grown so much that it should
    be replaced.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was called
    faulthandler.disable()
    with contextlib.suppress(OSError):  # a parser's last words would stand between our sentences
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    start = _mapped()
    while True:
        try:
            parser, request, name = _receive(requests)
        except (EOFError, OSError):
            os._exit(0)
        _limit(memory, seconds)
        try:
            answer = _answer(parser, request, name)
            if isinstance(answer, UnreadableDocumentError):
                answer = _Refusal(answer.name, answer.problem, answer.advice)
            _send(answers, (answer, _mapped() > start + memory // 2))
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except OSError:
            os._exit(0)
        del request, answer


def _answer(parser: str, request: Any, name: str) -> Any:
    module, _, function = parser.partition(":")
    parse = getattr(import_module(module), function)
    try:
        return parse(request, name)
    except UnreadableDocumentError as error:
        return error
    except MemoryError:
        raise
    except RecursionError:
        return UnreadableDocumentError(name, "its parts are nested too deeply", _SUSPECT)
    except Exception as error:  # noqa: BLE001  a fault of ours or of a parser: one file's, not the batch's
        return UnreadableDocumentError(name, f"reading it failed ({type(error).__name__})", _SUSPECT)


def _mapped() -> int:
    """Bytes of address space of this process; 0 where the system does not say."""
    try:
        import resource

        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return 0


def _limit(memory: int, seconds: float) -> None:
    """Let the system stop this process when it maps so much more than now, or computes for so long from now.

    Limits count from now, since the fork of a large process starts large, and a worker reads many documents.
    """
    try:
        import resource
    except ImportError:  # Windows: the clock of the process that waits, alone
        return
    limits = (
        (resource.RLIMIT_AS, _mapped() + memory),
        (resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in limits:
        hard = resource.getrlimit(kind)[1]
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _send(pipe: IO[bytes], message: object) -> None:
    data = memoryview(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    pipe.write(_LENGTH.pack(len(data)))
    while data:
        data = data[pipe.write(data) :]


def _receive(pipe: IO[bytes]) -> Any:
    return pickle.loads(_message(pipe))


def _message(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_read(pipe, _LENGTH.size))
    return _read(pipe, length)


def _read(pipe: IO[bytes], length: int) -> bytes:
    parts = []
    while length:
        part = pipe.read(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
