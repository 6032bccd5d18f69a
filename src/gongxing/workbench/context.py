"""What an application is made of, under ``app.state.workbench``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.workbench.figures import FigureShelf
from gongxing.workbench.jobs import Jobs
from gongxing.workbench.uploads import Uploads

if TYPE_CHECKING:
    from gongxing.workbench.access import Visitors
    from gongxing.workbench.settings import Settings
    from gongxing.workbench.shelf import Shelf


@dataclass(slots=True)
class Workbench:
    """The library, who is asking, the jobs that run, the figures that were drawn, the uploads that wait."""

    settings: Settings
    shelf: Shelf
    visitors: Visitors
    jobs: Jobs = field(default_factory=Jobs)
    figures: FigureShelf = field(default_factory=FigureShelf)
    uploads: Uploads = field(default_factory=Uploads)
