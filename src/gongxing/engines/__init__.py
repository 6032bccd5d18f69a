"""Where a batch runs: in this process, in a pool of them, on a cluster."""

from gongxing.engines.batch import Reading, read_document, read_documents
from gongxing.engines.executors import ClusterError, Engine, WorkerKilledError, engine_for, in_order

__all__ = [
    "ClusterError",
    "Engine",
    "Reading",
    "WorkerKilledError",
    "engine_for",
    "in_order",
    "read_document",
    "read_documents",
]
