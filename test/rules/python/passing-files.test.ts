import { rule as uploads } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A view of Flask that saves what came to where its own lines say. */
const view = (lines: string, head = ''): string => `
    # file: app.py
    import os
    import subprocess
    import tempfile
    from flask import Flask, jsonify, request
    app = Flask(__name__)
${head}
    @app.post("/photo")
    def photo():
        f = request.files["photo"]
${lines}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a temporary file of which only a child process is told',
    files: view(`
        kept = tempfile.NamedTemporaryFile(delete=False)
        f.save(kept.name)
        subprocess.Popen(["convert", kept.name])
        return "ok"`),
    gate: 'lifetime',
  },
  {
    name: 'a temporary file that a function of ours reads',
    files: view(
      `
        descriptor, path = tempfile.mkstemp(suffix=".wav")
        os.close(descriptor)
        f.save(path)
        return {"words": words_of(path)}`,
      `
    def words_of(path):
        with open(path) as sound:
            return len(sound.read())`,
    ),
    gate: 'lifetime',
  },
  {
    name: 'a temporary file that is removed on some ways only',
    files: view(`
        descriptor, path = tempfile.mkstemp(suffix=".wav")
        f.save(path)
        if request.args.get("fast"):
            os.remove(path)
            return "fast"
        return "slow"`),
    gate: 'lifetime',
  },
  {
    name: 'the descriptor of a temporary file that a function of ours reads and nobody is told of',
    files: view(`
        descriptor, path = tempfile.mkstemp()
        with os.fdopen(descriptor, "wb") as out:
            out.write(f.read())
        return {"size": os.path.getsize(path)}`),
    gate: 'lifetime',
  },
  {
    name: 'a folder whose block removes it',
    files: `
    # file: scratch.py
    import shutil
    import uuid
    from contextlib import contextmanager
    from pathlib import Path
    @contextmanager
    def scratch_folder():
        folder = Path("scratch") / uuid.uuid4().hex
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
    # file: main.py
    import shutil
    from fastapi import FastAPI, UploadFile
    from scratch import scratch_folder
    app = FastAPI()
    @app.post("/photo")
    async def photo(photo: UploadFile):
        with scratch_folder() as folder:
            place = folder.joinpath(photo.filename)
            with place.open("wb") as out:
                shutil.copyfileobj(photo.file, out)
            return {"size": measure(place)}`,
    gate: 'lifetime',
  },
  {
    name: 'a path object that the handler unlinks',
    files: `
    # file: main.py
    from pathlib import Path
    from fastapi import FastAPI, UploadFile
    app = FastAPI()
    @app.post("/photo")
    async def photo(photo: UploadFile):
        place = Path("work") / photo.filename
        place.write_bytes(await photo.read())
        size = measure(place)
        place.unlink()
        return {"size": size}`,
    gate: 'lifetime',
  },
  {
    name: 'a whole path of the host that the request names',
    files: `
    # file: main.py
    import os
    import shutil
    from fastapi import FastAPI, UploadFile
    app = FastAPI()
    @app.post("/put")
    async def put(file: UploadFile, target: str = "/"):
        with open(os.path.join(target, file.filename), "wb") as out:
            shutil.copyfileobj(file.file, out)
        return {}`,
    gate: 'role',
  },
  {
    name: 'a folder that the block around the call removes, handed on',
    files: view(
      `
        with scratch_folder() as folder:
            keep(folder, f)
        return "ok"`,
      `
    import shutil
    from contextlib import contextmanager
    from pathlib import Path
    @contextmanager
    def scratch_folder():
        path = Path("work/scratch")
        try:
            yield path
        finally:
            shutil.rmtree(path)
    def keep(folder, upload):
        path = folder / "photo"
        descriptor = os.open(path, os.O_CREAT)
        with os.fdopen(descriptor, "wb") as out:
            out.write(upload.read())`,
    ),
    gate: 'lifetime',
  },
  {
    name: 'notes of its own that a handler writes while it goes through what came',
    files: view(
      `
        names = f.read().splitlines()
        return {"names": counted(names)}`,
      `
    def counted(names):
        note("busy")
        return len(names)
    def note(word):
        with open("notes/last.txt", "w") as out:
            out.write(word)`,
    ),
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a temporary file whose name is answered',
    files: view(`
        kept = tempfile.NamedTemporaryFile(delete=False)
        f.save(kept.name)
 #        ^^^^ upload-local-disk
        return jsonify(path=kept.name)`),
    silentWhen: [{ name: 'the name stays here', replace: [['path=kept.name', 'size=1']] }],
  },
  {
    name: 'a temporary file whose name is given back and kept by the caller',
    files: view(
      `
        request.session["photo"] = put_down(f)
        return "ok"`,
      `
    def put_down(f):
        descriptor, path = tempfile.mkstemp()
        with open(path, "wb") as out:
 #           ^^^^ upload-local-disk
            out.write(f.read())
        return path`,
    ),
    silentWhen: [
      {
        name: 'the caller removes it',
        replace: [
          ['        request.session["photo"] = put_down(f)\n', '        path = put_down(f)\n        os.remove(path)\n'],
        ],
      },
    ],
  },
  {
    name: 'a temporary file that is written by its descriptor and whose path is answered',
    files: view(`
        descriptor, path = tempfile.mkstemp()
        with os.fdopen(descriptor, "wb") as out:
 #              ^^^^^^ upload-local-disk
            out.write(f.read())
        return {"path": path}`),
    silentWhen: [{ name: 'it is not', replace: [['{"path": path}', '"ok"']] }],
  },
  {
    name: 'a path object that is written, and removed before it is',
    files: `
    # file: main.py
    from pathlib import Path
    from fastapi import FastAPI, UploadFile
    app = FastAPI()
    @app.post("/photo")
    async def photo(photo: UploadFile):
        place = Path("photos") / photo.filename
        place.unlink(missing_ok=True)
        place.write_bytes(await photo.read())
 #            ^^^^^^^^^^^ upload-local-disk
        return {}`,
    expect: [{ says: ['photos'] }],
    silentWhen: [{ name: 'nothing is uploaded', replace: [['photo: UploadFile', 'photo: str']] }],
  },
  {
    name: 'a descriptor, which is of the path that it was opened with',
    files: view(`
        descriptor = os.open(os.path.join("albums", f.filename), os.O_WRONLY | os.O_CREAT)
        with os.fdopen(descriptor, "wb") as out:
 #              ^^^^^^ upload-local-disk
            out.write(f.read())
        return "ok"`),
    expect: [{ says: ['`albums`'] }],
    silentWhen: [{ name: 'it is read', replace: [['"wb"', '"rb"']] }],
  },
  {
    name: 'a folder of the service before what the request names',
    files: `
    # file: main.py
    import os
    from pathlib import Path
    from fastapi import FastAPI, UploadFile
    app = FastAPI()
    ALBUMS = Path("albums")
    @app.post("/photo")
    async def photo(photo: UploadFile, album: str = "all"):
        with (ALBUMS / album / photo.filename).open("wb") as out:
 #                                             ^^^^ upload-local-disk
            out.write(await photo.read())
        return {}`,
    expect: [{ says: ['albums'] }],
    silentWhen: [{ name: 'it is only read', replace: [['"wb"', '"rb"']] }],
  },
  {
    name: 'of several branches the one that bytes take',
    files: `
    # file: store.py
    import shutil
    from pathlib import Path
    def put_down(data: bytes | Path, name: str):
        if isinstance(data, Path):
            shutil.copy(data, "photos/" + name)
        elif isinstance(data, bytes):
            with open("photos/" + name, "wb") as out:
 #               ^^^^ upload-local-disk
                out.write(data)
    # file: main.py
    from fastapi import FastAPI, File
    from store import put_down
    app = FastAPI()
    @app.post("/photo")
    async def photo(data: bytes = File(...), name: str = "a"):
        put_down(data, name)
        return {}`,
    silentWhen: [{ name: 'no branch is for bytes', replace: [['isinstance(data, bytes)', 'isinstance(data, str)']] }],
  },
  {
    name: 'classes that carry the file on where object storage is set up are told once, as a note',
    files: `
    # file: cloud.py
    import boto3
    def make_bucket():
        return boto3.client("s3")
    # file: kept.py
    import os
    from cloud import make_bucket
    bucket = make_bucket() if os.environ.get("BUCKET") else None
    class KeptFile:
        def __init__(self, number):
            self.path = os.path.join("kept", str(number))
        def finish(self):
            if bucket is None:
                return
            bucket.carry(self.path)
    # file: app.py
    from flask import Flask, request
    from kept import KeptFile
    app = Flask(__name__)
    @app.post("/photo")
    def photo():
        f = request.files["photo"]
        entry = KeptFile(1)
        f.save(entry.path)
 #        ^^^^ upload-local-disk
        entry.finish()
        return "ok"
    @app.post("/sound")
    def sound():
        f = request.files["sound"]
        entry = KeptFile(2)
        f.save(entry.path)
        entry.finish()
        return "ok"`,
    expect: [{ severity: 'note', says: ['Choose the object storage that stands beside it'] }],
    silentWhen: [{ name: 'nothing is uploaded', replace: [['f.save(entry.path)', 'f.close()']] }],
  },
  {
    name: 'an object that is made from what came and writes it',
    files: view(
      `
        Keeper(f.read()).run()
        return "ok"`,
      `
    class Keeper:
        def __init__(self, content):
            self.content = content
        def run(self):
            self.write()
        def write(self):
            with open("photos/last.png", "wb") as out:
 #               ^^^^ upload-local-disk
                out.write(self.content)`,
    ),
    silentWhen: [{ name: 'it is made from something else', replace: [['Keeper(f.read())', 'Keeper(b"")']] }],
  },
];

checkRule(uploads, [...silent, ...found]);
