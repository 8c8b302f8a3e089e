from uuid import uuid4

from flask import Flask, abort, request

app = Flask(__name__)


class SessionManager:
    sessions = {}

    def put(self, session_id, user):
        self.sessions[session_id] = user

    def get(self, session_id):
        return self.sessions.get(session_id)


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
