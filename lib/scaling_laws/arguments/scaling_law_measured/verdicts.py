"""No claim of the articles is decided here: the chapter measures what the others argue about."""

from ...claims import Claims

CHAPTER = "05_scaling_law_measured"


class NoClaims(Claims):
    """An empty set of claims that says so."""

    def html(self):
        return f'<p class="sl-fine">{self!r}</p>'

    def __repr__(self):
        return "This chapter enters no claim in the ledger."


CLAIMS = NoClaims()
