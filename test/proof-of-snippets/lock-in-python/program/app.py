import os
import time

from flask import Flask
from lock import with_lock
from redis import Redis

database = Redis.from_url(os.environ["REDIS_URL"])
app = Flask(__name__)


def add_one():
    """Reads, thinks and writes, as code does that has a row in its hands."""
    number = int(database.get("sum") or 0)
    time.sleep(0.005)
    database.set("sum", number + 1)


@app.get("/")
def tell():
    return {"sum": int(database.get("sum") or 0)}


@app.post("/add")
def add():
    while not with_lock("sum", add_one):
        time.sleep(0.005)
    return {}


@app.post("/try")
def once():
    return {"done": with_lock("sum", lambda: None)}
