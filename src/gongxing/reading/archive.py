"""Web archives (.mht, .mhtml): a saved page is a mail message whose first HTML part is the page."""

from __future__ import annotations

import email
import email.policy

from gongxing.reading.decoding import decode
from gongxing.reading.errors import UnreadableDocumentError


def page_of(data: bytes, name: str) -> str:
    """Return the page that an archive holds.

    Raises
    ------
    UnreadableDocumentError
        There is no page in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return decode(page, name)
    raise UnreadableDocumentError(name, "no page is in this web archive", "save the page again as HTML")
