import os

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from users import User

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app, storage_uri=os.environ["REDIS_URL"])


@app.before_request
def identify():
    request.user = User(request.headers.get("X-User"))


# Per-IP rate limit
@app.get("/api")
@limiter.limit("100 per minute")  # 100 req/min
def api_endpoint():
    return "ok"


# Per-user rate limit
@app.get("/premium")
@limiter.limit("1000 per minute", key_func=lambda: request.user.id)
def premium_endpoint():
    return "ok"
