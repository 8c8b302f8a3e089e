import os
from uuid import uuid4

from flask import Flask, abort, request
from redis import Redis

app = Flask(__name__)
redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


# RIGHT - state in Redis (shared)
class SessionManager:
    def put(self, session_id, user):
        redis.set(f"session:{session_id}", user, ex=3600)

    def get(self, session_id):
        return redis.get(f"session:{session_id}")


manager = SessionManager()


@app.post("/login")
def login():
    session_id = uuid4().hex
    manager.put(session_id, request.form["user"])
    return {"session": session_id}


@app.get("/me/<session_id>")
def me(session_id):
    user = manager.get(session_id)
    if user is None:
        abort(401)
    return {"user": user}
