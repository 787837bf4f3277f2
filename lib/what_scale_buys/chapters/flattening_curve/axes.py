"""Plain numbers on the ticks of a logarithmic axis of less than a decade."""


def plain_ticks(ax, ticks):
    """Put plain decimal labels at `ticks` of the upright axis and nothing between them."""
    ax.minorticks_off()
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
