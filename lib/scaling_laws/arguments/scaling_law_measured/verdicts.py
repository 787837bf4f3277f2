"""No claim of the articles is decided here: the chapter measures what the others argue about."""

from ...claims import Claims

CLAIMS = Claims()
