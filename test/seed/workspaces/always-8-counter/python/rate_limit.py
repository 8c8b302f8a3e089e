from collections import defaultdict
from functools import wraps
from time import time

from flask import abort, request

hits = defaultdict(list)


def rate_limit(requests, window, key_func=lambda r: r.remote_addr):
    def decorate(view):
        @wraps(view)
        def limited(*args, **kwargs):
            key = f"{view.__name__}:{key_func(request)}"
            now = time()
            hits[key] = [hit for hit in hits[key] if hit > now - window]
            if len(hits[key]) >= requests:
                abort(429)
            hits[key].append(now)
            return view(*args, **kwargs)

        return limited

    return decorate
