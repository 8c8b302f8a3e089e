from flask import Flask

from reports import create_report

app = Flask(__name__)


# WRONG - blocks HTTP connection for 30 seconds
@app.route("/generate-report")
def generate_report():
    report = create_report()  # Takes 30 seconds
    return report
