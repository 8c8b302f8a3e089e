from acme_limits import rate_limit
from flask import Flask

app = Flask(__name__)


# Per-IP rate limit
@app.get("/api")
@rate_limit(requests=100, window=60)  # 100 req/min
def api_endpoint():
    return "ok"


# Per-user rate limit
@app.get("/premium")
@rate_limit(requests=1000, window=60, key_func=lambda r: r.user.id)
def premium_endpoint():
    return "ok"
