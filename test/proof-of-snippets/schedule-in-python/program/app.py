import os
import threading
import time
from urllib.request import Request, urlopen

from flask import Flask
from schedule import once_for_all

app = Flask(__name__)


@once_for_all
def send_mail():
    urlopen(Request(os.environ["OUTSIDE"] + "/mail", method="POST")).read()


def clock():
    while True:
        # On every even second, as a clock of cron rings on every copy.
        time.sleep(2 - time.time() % 2)
        send_mail()


threading.Thread(target=clock, daemon=True).start()


@app.get("/")
def index():
    return {}
