def trials():
    return []
