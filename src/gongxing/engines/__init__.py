"""Where a batch runs: in this process or in a pool of them."""

from gongxing.engines.batch import Reading, read_documents

__all__ = ["Reading", "read_documents"]
