"""The role `{eval}` of the site: the number of an inline expression, with its answer."""

from docutils import nodes
from myst_nb.ext.eval import EvalRoleAny

_ANSWERED = "__import__('what_scale_buys.answers', fromlist=['answered']).answered(({0}), {0!r})"


class AnsweringRole(EvalRoleAny):
    """As the stock role, but the kernel passes the value through `answers.answered`."""

    def run(self):
        self.text = _ANSWERED.format(self.text)
        found, messages = super().run()
        for raw in (raw for node in found for raw in node.findall(nodes.raw)):
            raw["classes"] = []  # no element around the number's own
        return found, messages
