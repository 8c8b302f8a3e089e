import os

from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
URL = os.environ["DATABASE_URL"]

# WRONG - each instance opens 100 connections, 10 instances = 1000 connections (exceeds limit)
engine = create_engine(URL, pool_size=100, max_overflow=0)


@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return {"orders": connection.execute(text("SELECT count(*) FROM orders")).scalar()}
