import os

from redis import Redis
from rq import Queue, Worker

import reports  # noqa: F401 - loaded once, before the first job

redis = Redis.from_url(os.environ["REDIS_URL"])

if __name__ == "__main__":
    Worker([Queue(connection=redis)], connection=redis).work()
