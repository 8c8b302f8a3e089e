import os

from flask import Flask
from redis import Redis
from rq import Queue

from reports import create_report

app = Flask(__name__)


class Jobs:
    def __init__(self, connection):
        self.queue = Queue(connection=connection)

    def enqueue(self, function):
        return self.queue.enqueue(function).id


queue = Jobs(Redis.from_url(os.environ["REDIS_URL"]))


# RIGHT - return immediately, process in background
@app.route("/generate-report")
def generate_report():
    job_id = queue.enqueue(create_report)
    return {"job_id": job_id, "status": "processing"}
