import os
import secrets

from flask import Flask, abort, request, session

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)


@app.get("/")
def health():
    return "up"


@app.post("/sign-in")
def sign_in():
    session["user"] = request.form["user"]
    return {}


@app.get("/me")
def me():
    if "user" not in session:
        abort(401)
    return {"user": session["user"]}
