import os

from celery import Celery

tasks = Celery("tasks", broker=os.environ["BROKER_URL"])


@tasks.task(autoretry_for=(OSError,), retry_backoff=True)
def resize(picture):
    print(f"resized {picture}")
