import { rule as work } from '../../../src/rules/long-work/long-work-in-handler.ts';
import { rule as upload } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule, checkRules } from '../check-rule.ts';
import { fieldRules } from '../kept-rules.ts';

const unpacked = (test: string, mark = '') => `
    # file: app.py
    import os
    import subprocess
    from flask import Flask
    app = Flask(__name__)
    @app.get("/apps/<name>")
    def show(name):
        ${test}
        subprocess.run(["apktool", "d", name])
        ${mark}
        return "ready"`;

checkRule(work, [
  {
    name: 'what is done only where its result is not there yet',
    files: unpacked('if os.path.exists(name + "/manifest.xml"): return "ready"'),
    gate: 'role',
  },
  {
    name: 'what is done only where what it needs is there',
    files: unpacked('if not os.path.exists(name): return "unknown"', '           ^^^ long-work-in-handler'),
    silentWhen: [{ name: 'it is a short command', replace: [['"apktool", "d", name', '"which", name']] }],
  },
]);

const received = (first: string) => `
    # file: app.py
    from pathlib import Path
    from fastapi import FastAPI, UploadFile
    from fastapi.responses import FileResponse
    app = FastAPI()
    @app.post("/skills")
    async def add(file: UploadFile):
        content = await file.read()
        ${first}
        if not file.filename.endswith(".zip"):
            kept = Path("skills") / file.filename
            kept.write_bytes(content)
        return {}
    @app.get("/skills/{name}")
    async def show(name: str):
        return FileResponse(Path("skills") / name)`;

checkRule(upload, [
  {
    name: 'where an upload that is written twice is kept',
    files: received('(Path("scratch") / file.filename).write_bytes(content)').replace(
      'kept.write_bytes(content)',
      'kept.write_bytes(content)\n #               ^^^^^^^^^^^ upload-local-disk',
    ),
    silentWhen: [{ name: 'nothing is written', replace: [['.write_bytes(content)', '.exists()']] }],
  },
]);

const desk = (ways: string) => `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    class Desk:
        def __init__(self):
            self.notes = {}
        def put(self, id):
            self.notes[id] = request.form["text"]
        def find(self, id):
            return self.notes.get(id)
        def run(self, kind, id):
            steps = {"put": self.put, "find": self.find}
            return steps[kind](id)
    desk = Desk()
${ways}
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

checkRules(fieldRules, [
  {
    name: 'what one route alone may put in and ask, by a table of steps',
    gate: 'role',
    files: desk(`    @app.post("/notes/<id>")
    def place(id):
        return desk.run("put", id)`),
  },
]);
