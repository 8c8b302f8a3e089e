kept = {}


def cached(key, seconds, load):
    if key not in kept:
        kept[key] = load()
    return kept[key]
