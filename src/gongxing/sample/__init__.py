"""A sample library that comes with the program: tables of 四川's cities and short documents, to try everything at once.

The figures are public and their sources stated (``SOURCES.md``); the documents were written for the project in the
shapes of real ones and say so themselves.

>>> from gongxing.sample import open_sample
>>> lib = open_sample("trial")            # doctest: +SKIP
>>> lib.search("中试", region="成都")      # doctest: +SKIP
"""

from gongxing.sample.folder import SamplePaths, copy_sample, open_sample, paths

__all__ = ["SamplePaths", "copy_sample", "open_sample", "paths"]
