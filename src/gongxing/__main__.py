"""``python -m gongxing`` is the ``gongxing`` command."""

from gongxing.cli import main

main(prog_name="gongxing")
