from .figures import approaches, audit_figure, counting_figure, frontier, ratio, staircase, valleys
