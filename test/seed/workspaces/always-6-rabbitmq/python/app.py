from flask import Flask

from tasks import resize

app = Flask(__name__)


@app.post("/pictures/<picture>")
def place(picture):
    resize.delay(picture)
    return "", 202
