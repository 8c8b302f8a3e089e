import json
import os

from flask import Flask
from redis import Redis
from sqlalchemy import create_engine, text

app = Flask(__name__)
cache = Redis.from_url(os.environ["CACHE_URL"])
engine = create_engine(os.environ["DATABASE_URL"], pool_size=5, max_overflow=0)


@app.get("/products/<int:product_id>")
def product(product_id):
    hit = cache.get(f"product:{product_id}")
    if hit is not None:
        return json.loads(hit)
    with engine.connect() as connection:
        name = connection.execute(text("SELECT name FROM products WHERE id = :id"), {"id": product_id}).scalar()
    cache.set(f"product:{product_id}", json.dumps({"name": name}), ex=60)
    return {"name": name}
