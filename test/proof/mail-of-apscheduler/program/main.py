import os
from datetime import datetime, timedelta

import requests
from apscheduler.schedulers.background import BackgroundScheduler
from fastapi import FastAPI

app = FastAPI()
scheduler = BackgroundScheduler()


def digest():
    requests.post(os.environ["MAILBOX"] + "/digest", json={"to": "ada"})


soon = datetime.now() + timedelta(seconds=8)
scheduler.add_job(digest, "interval", hours=1, next_run_time=soon)
scheduler.start()


@app.get("/")
async def home():
    return {"up": True}
