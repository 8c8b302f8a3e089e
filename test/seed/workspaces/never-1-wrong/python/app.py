from flask import Flask, request, send_file

app = Flask(__name__)


# WRONG - local filesystem
def upload_file(file):
    filename = f"/tmp/{file.name}"
    with open(filename, 'wb') as f:
        f.write(file.read())
    # Problem: Which instance has the file?


@app.post("/logo")
def upload():
    upload_file(request.files["logo"])
    return "", 201


@app.get("/logo")
def download():
    return send_file("/tmp/logo")
