import os
import time
from urllib.request import Request, urlopen

from cache import cached
from flask import Flask

app = Flask(__name__)


def load():
    urlopen(Request(os.environ["OUTSIDE"] + "/load", method="POST")).read()
    time.sleep(0.3)
    return {"price": 12}


@app.get("/")
def index():
    return {}


@app.get("/price")
def price():
    return cached("price", 60, load)
