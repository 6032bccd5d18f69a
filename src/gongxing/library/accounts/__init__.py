"""Who may do what in a library: people with roles, what they log in with, links for others, and a log of it all."""

from gongxing.library.accounts.accounts import Accounts
from gongxing.library.accounts.audit import AuditEntry
from gongxing.library.accounts.errors import AccountError
from gongxing.library.accounts.people import ROLES, Account
from gongxing.library.accounts.secrets import Access, Credential, Share

__all__ = ["ROLES", "Access", "Account", "AccountError", "Accounts", "AuditEntry", "Credential", "Share"]
