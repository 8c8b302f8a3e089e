from collections import Counter

from fastapi import HTTPException, Request

counts = Counter()


async def api_limit(request: Request):
    key = request.headers.get("x-api-key")
    counts[key] += 1
    if counts[key] > 5:
        raise HTTPException(429)
