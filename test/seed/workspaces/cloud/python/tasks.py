import os

from celery import Celery

tasks = Celery("tasks", broker=os.environ["BROKER_URL"])


@tasks.task
def confirm(order_id):
    print(f"confirmed {order_id}")
