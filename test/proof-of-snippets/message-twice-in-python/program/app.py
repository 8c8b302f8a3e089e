import os

from flask import Flask
from once import handle_once
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"].replace("postgres:", "postgresql:"), pool_size=4)
with engine.begin() as connection:
    connection.execute(text("select pg_advisory_xact_lock(1)"))
    connection.execute(text("create table if not exists handled_messages (id text primary key)"))
    connection.execute(text("create table if not exists payments (amount integer not null)"))
app = Flask(__name__)


@app.get("/")
def tell():
    with engine.connect() as connection:
        return {"payments": connection.execute(text("select count(*) from payments")).scalar()}


@app.post("/paid/<message>")
def paid(message):
    def work(connection):
        connection.execute(text("insert into payments values (10)"))

    return {"handled": handle_once(engine, message, work)}
