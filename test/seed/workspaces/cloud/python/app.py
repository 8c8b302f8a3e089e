import os

from flask import Flask, request
from redis import Redis
from sqlalchemy import create_engine, text

from tasks import confirm

app = Flask(__name__)
cache = Redis.from_url(os.environ["CACHE_URL"], decode_responses=True)
primary = create_engine(os.environ["PRIMARY_URL"], pool_size=5, max_overflow=0)
replicas = create_engine(os.environ["REPLICAS_URL"], pool_size=5, max_overflow=0)


@app.get("/orders/<int:order_id>")
def order(order_id):
    hit = cache.get(f"order:{order_id}")
    if hit is not None:
        return {"cents": int(hit)}
    with replicas.connect() as connection:
        cents = connection.execute(text("SELECT cents FROM orders WHERE id = :id"), {"id": order_id}).scalar()
    if cents is not None:
        cache.set(f"order:{order_id}", cents, ex=60)
    return {"cents": cents}


@app.post("/orders")
def place():
    with primary.begin() as connection:
        inserted = connection.execute(
            text("INSERT INTO orders (cents) VALUES (:cents) RETURNING id"), {"cents": request.form["cents"]}
        )
        order_id = inserted.scalar()
    confirm.delay(order_id)
    return {"id": order_id}, 201
