import os

from flask import Flask, request, send_file

app = Flask(__name__)
FOLDER = "uploads"
os.makedirs(FOLDER, exist_ok=True)


@app.post("/invoices")
def add():
    invoice = request.files["invoice"]
    invoice.save(os.path.join(FOLDER, invoice.filename))
    return {"name": invoice.filename}, 201


@app.get("/invoices/<name>")
def get(name):
    return send_file(os.path.join(FOLDER, name))
