import os
from itertools import cycle

from flask import Flask, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
primary = create_engine(os.environ["PRIMARY_URL"], pool_size=5, max_overflow=0)
replica_1 = create_engine(os.environ["REPLICA_1_URL"], pool_size=5, max_overflow=0)
replica_2 = create_engine(os.environ["REPLICA_2_URL"], pool_size=5, max_overflow=0)
replicas = cycle([replica_1, replica_2])


# Reads → Replicas (load balanced)
@app.get("/orders/<int:order_id>")
def order(order_id):
    with next(replicas).connect() as connection:
        cents = connection.execute(text("SELECT cents FROM orders WHERE id = :id"), {"id": order_id}).scalar()
    return {"cents": cents}


# Writes → Primary
@app.post("/orders")
def place():
    with primary.begin() as connection:
        connection.execute(text("INSERT INTO orders (cents) VALUES (:cents)"), {"cents": request.form["cents"]})
    return "", 201
