import secrets

from flask import Flask, abort, request

app = Flask(__name__)
orders = {}


@app.get("/")
def home():
    return "up"


@app.post("/orders")
def place():
    number = secrets.token_hex(8)
    orders[number] = {"item": request.form["item"], "paid": False}
    return {"number": number}


@app.get("/orders/<number>")
def shown(number):
    order = orders.get(number)
    if order is None:
        abort(404)
    return order
