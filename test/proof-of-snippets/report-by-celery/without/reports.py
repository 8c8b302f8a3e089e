from threading import Timer
from uuid import uuid4

from fastapi import APIRouter, HTTPException

router = APIRouter()
jobs = {}


@router.post("/reports", status_code=202)
def begin(order: dict):
    job_id = uuid4().hex
    jobs[job_id] = "processing"
    Timer(0.1, jobs.update, [{job_id: "done"}]).start()
    return {"job_id": job_id}


@router.get("/reports/{job_id}")
def tell(job_id: str):
    if job_id not in jobs:
        raise HTTPException(404)
    return {"status": jobs[job_id]}
