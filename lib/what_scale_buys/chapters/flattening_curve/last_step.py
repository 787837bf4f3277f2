"""What the chart's last step, to ten trillion parameters, would cost and what it would cut."""

from scaling_laws.quantity import propagate

from ... import published
from . import bars
from .surfaces import by_refit, moment

UTILISATION = 0.4  # assumed share of peak speed
PRICE = 2.0  # assumed dollars per GPU-hour


def hours():
    """GPU-hours of the step on the accelerator of the published speed."""
    return moment("giant") / (published.value("hw_h100_flops") * UTILISATION * 3600)


def dollars():
    """Price of the rented machines."""
    return hours() * PRICE


def energy():
    """Energy of the step, TWh, with the overhead of servers and cooling."""
    return hours() * published.value("epoch_2030_h100_allin") / 1e12


def cut():
    """Percent of the loss that the step cuts along the sizes of the chart."""

    def share(surface):
        loss = bars.path_loss(surface)
        return 100 * (1 - loss[..., -1] / loss[..., -2])

    return by_refit(share, "%")


def price(cut, cost):
    """Dollars for each percent of the loss, of a step that cuts so many percent for so many dollars."""
    return propagate(lambda percent: cost / percent, cut, unit="dollars")
