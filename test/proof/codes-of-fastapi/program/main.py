import secrets

from fastapi import FastAPI, HTTPException

app = FastAPI()
codes = {}


@app.get("/")
async def home():
    return {"up": True}


@app.post("/codes")
async def send(mail: str):
    code = secrets.token_hex(4)
    codes[mail] = code
    # It stands for the message that brings the code.
    return {"code": code}


@app.post("/sign-in")
async def sign_in(mail: str, code: str):
    if codes.pop(mail, None) != code:
        raise HTTPException(401)
    return {"signed": True}
