from flask import Flask, jsonify

from reports import create_report

app = Flask(__name__)


@app.post("/reports")
def report():
    return jsonify(create_report())
