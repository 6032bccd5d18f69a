"""Documents fetched from the web: public addresses only, politely, within limits.

``WebAddress`` names one where a path could stand; ``fetch`` gets its bytes.
"""

from gongxing.reading.fetching.address import WebAddress, is_web_address
from gongxing.reading.fetching.fetched import Fetched

__all__ = ["Fetched", "WebAddress", "fetch", "is_web_address"]


def fetch(address: WebAddress | str) -> Fetched:
    """Fetch a document with the fetcher that this process shares; see ``Fetcher.fetch``.

    Raises
    ------
    UnreadableDocumentError
        The address is refused, or the document cannot be had within the limits.
    """
    from gongxing.reading.fetching.fetcher import shared_fetcher

    return shared_fetcher().fetch(address)
