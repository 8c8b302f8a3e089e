from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app)


@app.get("/")
@limiter.exempt
def health():
    return "up"


@app.post("/sign-in")
@limiter.limit("5 per minute")
def sign_in():
    return "welcome"
