import secrets

from fastapi import FastAPI, HTTPException

app = FastAPI()
sessions = {}


@app.post("/sign-in")
async def sign_in(user: str):
    session_id = secrets.token_hex(16)
    sessions[session_id] = {"user": user}
    return {"session": session_id}


@app.get("/me/{session_id}")
async def me(session_id: str):
    if session_id not in sessions:
        raise HTTPException(401)
    return {"user": sessions[session_id]["user"]}
