from fastapi import Depends, FastAPI
from limit import api_limit

app = FastAPI()


@app.get("/")
async def index():
    return {}


@app.post("/orders", dependencies=[Depends(api_limit)])
async def order():
    return {}
