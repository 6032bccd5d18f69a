"""``python -m gongxing.sample FOLDER``: copy the sample there, to look at and to change."""

from __future__ import annotations

import sys

from gongxing.sample.folder import copy_sample


def main(words: list[str]) -> None:
    """Copy the sample to the folder named; say what is in it."""
    if len(words) != 1 or words[0].startswith("-"):
        sys.exit("python -m gongxing.sample FOLDER   copies the sample library there")
    try:
        copied = copy_sample(words[0])
    except OSError as error:
        sys.exit(f"{words[0]}: the sample cannot be written there ({error.strerror}); name another folder")
    for part in (copied.documents, copied.tables, copied.scenarios):
        print(f"{part.as_posix()}/  {len(list(part.iterdir()))}")
    print(copied.sources.as_posix())


if __name__ == "__main__":
    main(sys.argv[1:])
