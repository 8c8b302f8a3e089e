import os

from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"], pool_size=2, max_overflow=0)


def create_report():
    lines = []
    with engine.connect() as connection:
        for customer, name in connection.execute(text("SELECT id, name FROM customers ORDER BY id")).fetchall():
            total = connection.execute(text("SELECT sum(cents) FROM orders WHERE customer = :id"), {"id": customer})
            lines.append(f"{name};{total.scalar()}")
    return "\n".join(lines)
