def load(d, k):
    try:
        return d[k]
    except KeyError as e:
        raise RuntimeError(f"no {k}") from e


load({}, "weights")
