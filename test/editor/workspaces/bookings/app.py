"""Rooms of a small guest house, booked by guests who have signed in."""

import os
import time
from uuid import uuid4

from flask import Flask, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.environ["DATABASE_URL"], pool_size=10, max_overflow=20)
limiter = Limiter(get_remote_address, app=app)

sessions = {}  # who is signed in


@app.post("/sign-in")
@limiter.limit("5 per minute")
def sign_in():
    with engine.connect() as connection:
        guest = connection.execute(
            text("SELECT id FROM guests WHERE email = :email LIMIT 1"),
            {"email": request.form["email"]},
        ).scalar()
    if guest is None:
        abort(401)
    session_id = str(uuid4())
    sessions[session_id] = {"email": request.form["email"], "since": time.time()}
    return {"session": session_id}


@app.get("/bookings")
def bookings():
    session = sessions.get(request.headers.get("X-Session", ""))
    if session is None:
        abort(401)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT room, night FROM bookings WHERE email = :email LIMIT 50"),
            {"email": session["email"]},
        )
        return [dict(row._mapping) for row in rows]


@app.post("/passport")
def passport():
    scan = request.files["scan"]
    path = f"/tmp/{uuid4()}.jpg"
    scan.save(path)
    return {"path": path}
