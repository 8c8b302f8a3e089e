import os

from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
URL = os.environ["DATABASE_URL"]

# RIGHT - use connection pool, limit pool size per instance
engine = create_engine(URL, pool_size=10, max_overflow=20)


@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return {"orders": connection.execute(text("SELECT count(*) FROM orders")).scalar()}
