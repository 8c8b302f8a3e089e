import os

from flask import Flask, abort
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.environ["DATABASE_URL"], pool_size=5, max_overflow=0)


@app.get("/users/<int:user_id>")
def user(user_id):
    # Shard by user_id % 4
    table = f"users_{user_id % 4}"
    with engine.connect() as connection:
        name = connection.execute(text(f"SELECT name FROM {table} WHERE id = :id"), {"id": user_id}).scalar()
    if name is None:
        abort(404)
    return {"name": name}
