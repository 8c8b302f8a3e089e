import { describe, expect, it } from 'vitest';
import { compileErrors } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files } from './apply.ts';

const rule = 'upload-local-disk';
const fix = 'upload-object-storage';

const flask = (body: string, head = 'Flask, request, send_file, send_from_directory'): Files => ({
  'requirements.txt': 'flask\n',
  'app.py': `import os
import shutil

from flask import ${head}

app = Flask(__name__)
UPLOADS = "/srv/uploads"
${body}`,
});

const fastapi = (body: string): Files => ({
  'requirements.txt': 'fastapi\n',
  'main.py': `import os
import shutil
from pathlib import Path

from fastapi import FastAPI, UploadFile
from fastapi.responses import FileResponse

app = FastAPI()
FOLDER = Path("uploads")
${body}`,
});

const seed = `
def upload_file(file):
    filename = f"/tmp/{file.name}"
    with open(filename, 'wb') as f:
        f.write(file.read())
    # Problem: Which instance has the file?


@app.post("/logo")
def upload():
    upload_file(request.files["logo"])
    return "", 201


@app.get("/logo")
def download():
    return send_file("/tmp/logo")
`;

const kept = `

@app.post("/photos")
async def add(photo: UploadFile):
    (FOLDER / photo.filename).write_bytes(await photo.read())
    return {"name": photo.filename}


@app.get("/photos/{name}")
def get(name: str):
`;

const cases: readonly { name: string; files: Files; written: readonly string[] }[] = [
  {
    name: 'the file of the seed',
    files: flask(seed),
    written: [
      'filename = object_storage.place("/tmp", file.name)\n    object_storage.upload(filename, file.read())\n    # Problem',
      'return object_storage.respond(object_storage.place("/tmp", "logo"))',
    ],
  },
  {
    name: 'a file that a method of its path writes',
    files: fastapi(`${kept}    path = FOLDER / name
    if not path.is_file():
        return {}
    return FileResponse(path)


@app.delete("/photos/{name}")
def drop(name: str):
    (FOLDER / name).unlink()
    return {}
`),
    written: [
      'await run_in_threadpool(\n        object_storage.upload,\n        object_storage.place(FOLDER, photo.filename),\n        await photo.read(),\n    )\n',
      'path = object_storage.place(FOLDER, name)\n    if not object_storage.exists(path):',
      'return object_storage.respond(path)',
      '    object_storage.remove(object_storage.place(FOLDER, name))\n',
    ],
  },
  {
    name: 'a file that its path opens, by a name that is put together',
    files: fastapi(`

@app.post("/photos")
def add(photo: UploadFile):
    dest = FOLDER / f"new-{photo.filename}"
    with dest.open("wb") as out:
        shutil.copyfileobj(photo.file, out)
    return {}


@app.get("/photos/{name}")
def get(name: str):
    return FileResponse(Path(FOLDER, name))
`),
    written: [
      'dest = object_storage.place(FOLDER, f"new-{photo.filename}")\n    object_storage.upload(dest, photo.file)\n    return {}',
      'return object_storage.respond(object_storage.place(FOLDER, name))',
    ],
  },
  {
    name: 'a file in a folder that is made a path where it is joined',
    files: fastapi(`
UPLOADS = "/tmp/photos"


@app.post("/photos")
async def add(photo: UploadFile):
    content = await photo.read()
    (Path(UPLOADS) / photo.filename).write_bytes(content)
    return {}


@app.get("/photos/{name}")
def get(name: str):
    return FileResponse(Path(UPLOADS) / name)
`),
    written: [
      'await run_in_threadpool(\n        object_storage.upload,\n        object_storage.place(UPLOADS, photo.filename),\n        content,\n    )\n',
      'return object_storage.respond(object_storage.place(UPLOADS, name))',
    ],
  },
  {
    name: 'a file in a folder of another file that is opened for writing and reading',
    files: {
      ...fastapi(
        `

@app.post("/photos")
def add(photo: UploadFile):
    with open(PHOTOS / photo.filename, "wb+") as out:
        out.write(photo.file.read())
    return {}


@app.get("/photos/{name}")
def get(name: str):
    return FileResponse(PHOTOS / name)
`.replace('', 'from folders import PHOTOS\n'),
      ),
      'folders.py': 'from pathlib import Path\n\nPHOTOS = Path("/tmp/photos")\n',
    },
    written: ['object_storage.upload(', 'object_storage.respond(object_storage.place(PHOTOS, name))'],
  },
  {
    name: 'a file that is saved and given out by its name',
    files: flask(`
os.makedirs(UPLOADS, exist_ok=True)


@app.post("/photos")
def add():
    photo = request.files["photo"]
    photo.save(os.path.join(UPLOADS, photo.filename))
    return {"name": photo.filename}


@app.get("/photos/<name>")
def get(name):
    return send_from_directory(UPLOADS, name, as_attachment=True)
`),
    written: [
      'object_storage.upload(object_storage.place(UPLOADS, photo.filename), photo)',
      'return object_storage.respond(\n        object_storage.place(UPLOADS, name),\n        as_attachment=True,\n    )',
    ],
  },
  {
    name: 'a folder in the settings',
    files: flask(`
app.config["UPLOAD_FOLDER"] = UPLOADS


@app.post("/photos")
def add():
    photo = request.files["photo"]
    path = os.path.join(app.config["UPLOAD_FOLDER"], photo.filename)
    photo.save(path)
    return {"path": path}


@app.delete("/photos/<name>")
def drop(name):
    path = f"{UPLOADS}/{name}"
    if os.path.exists(path):
        os.remove(path)
    return {}
`),
    written: [
      'path = object_storage.place(app.config["UPLOAD_FOLDER"], photo.filename)',
      'object_storage.upload(path, photo)',
      'path = object_storage.place(UPLOADS, name)',
      'if object_storage.exists(path):\n        object_storage.remove(path)',
    ],
  },
  {
    name: 'coroutines of FastAPI',
    files: fastapi(`

@app.post("/photos")
async def add(photo: UploadFile):
    with open(FOLDER / photo.filename, "wb") as out:
        shutil.copyfileobj(photo.file, out)
    return {}


@app.get("/photos/{name}")
async def get(name: str):
    return FileResponse(FOLDER / name, media_type="image/png")
`),
    written: [
      'from fastapi.concurrency import run_in_threadpool',
      `    await run_in_threadpool(
        object_storage.upload,
        object_storage.place(FOLDER, photo.filename),
        photo.file,
    )`,
      `    return await run_in_threadpool(
        object_storage.respond,
        object_storage.place(FOLDER, name),
        media_type="image/png",
    )`,
    ],
  },
];

const saved = `
@app.post("/photos")
def add():
    photo = request.files["photo"]
    path = os.path.join(UPLOADS, photo.filename)
    photo.save(path)
`;
const answered = `${saved}    return {"name": photo.filename}
`;
const served = `

@app.get("/photos/<name>")
def get(name):
`;

/** What must not be carried over: the reason, and the line that is in the way. */
const refusals: readonly { name: string; files: Files; reason: RegExp }[] = [
  {
    name: 'the folder is served as a whole',
    files: fastapi(`
from fastapi.staticfiles import StaticFiles
app.mount("/photos", StaticFiles(directory=FOLDER))


@app.post("/photos")
def add(photo: UploadFile):
    with open(FOLDER / photo.filename, "wb") as out:
        out.write(photo.file.read())
    return {}
`),
    reason: /the folder in a way that the storage cannot take over. \(main\.py:12\)/,
  },
  {
    name: 'the folder is listed',
    files: flask(`${answered}${served}    return {"names": os.listdir(UPLOADS)}\n`),
    reason: /the folder in a way that the storage cannot take over. \(app\.py:19\)/,
  },
  {
    name: 'a reader names its folder in another way',
    files: flask(`${answered}${served}    return send_from_directory("uploads", name)\n`),
    reason: /names its folder in another way.* \(app\.py:19\)/,
  },
  {
    name: 'a reader’s folder cannot be read',
    files: flask(`${answered}${served}    return send_file(path_of(name))\n`),
    reason: /Which files this gives out cannot be read.* \(app\.py:19\)/,
  },
  {
    name: 'something opens the stored path',
    files: flask(`${saved}    db.photo = path
    return {}

${served}    with open(db.photo, "rb") as file:
        return file.read()
`),
    reason: /Which file this opens cannot be read.* \(app\.py:21\)/,
  },
  {
    name: 'the handler reads the path itself',
    files: flask(`${saved}    return {"size": measure(path)}\n`),
    reason: /uses the path as one of this disk.* \(app\.py:14\)/,
  },
  {
    name: 'a caller reads the path that comes back',
    files: flask(`
def keep(photo):
    path = os.path.join(UPLOADS, photo.filename)
    photo.save(path)
    return path


@app.post("/photos")
def add():
    kept = keep(request.files["photo"])
    return {"rows": count(kept)}
`),
    reason: /uses the path as one of this disk.* \(app\.py:18\)/,
  },
  {
    name: 'the file is looked into by a class of a library',
    files: flask(`
from pypdf import PdfReader
${saved}    return {"pages": len(PdfReader(path).pages)}
`),
    reason: /uses the path as one of this disk/,
  },
  {
    name: 'the file is opened as text by another route',
    files: flask(`${answered}${served}    return open(os.path.join(UPLOADS, name)).read()\n`),
    reason: /in another way than whole and as bytes. \(app\.py:19\)/,
  },
  {
    name: 'more is written than what came',
    files: flask(`
@app.post("/photos")
def add():
    photo = request.files["photo"]
    with open(os.path.join(UPLOADS, photo.filename), "wb") as out:
        out.write(b"head")
        out.write(photo.read())
    return {}
`),
    reason: /More is done with the open file/,
  },
  {
    name: 'the path is made elsewhere',
    files: flask(`
@app.post("/photos")
def add():
    photo = request.files["photo"]
    photo.save(path_of(photo))
    return {}
`),
    reason: /not put together here from a folder and a name/,
  },
  {
    name: 'the folder is static',
    files: flask(answered.replace('UPLOADS', '"static/photos"')),
    reason: /static folder by itself/,
  },
  ...(
    [
      [
        'a whole file is read by a method of its path',
        'return (FOLDER / name).read_bytes()',
        /no counterpart .* \(main\.py:20\)/,
      ],
      [
        'a file may be missing where it goes',
        '(FOLDER / name).unlink(missing_ok=True)\n    return {}',
        /no counterpart .* \(main\.py:20\)/,
      ],
      [
        'a file is opened as text by its path',
        'return (FOLDER / name).open().read()',
        /no counterpart .* \(main\.py:20\)/,
      ],
      [
        'a file is moved by its path',
        '(FOLDER / name).rename(FOLDER / "kept")\n    return {}',
        /has to do with the folder in a way/,
      ],
      [
        'a path is asked for its size',
        'path = FOLDER / name\n    if path.exists():\n        return path.stat().st_size',
        /uses the path as one of this disk.* \(main\.py:22\)/,
      ],
    ] as const
  ).map(([name, get, reason]) => ({ name, files: fastapi(`${kept}    ${get}\n`), reason })),
  {
    name: 'how much was written is asked for',
    files: fastapi(
      kept.replace('    (FOLDER', '    size = (FOLDER').replace('photo.filename}', 'size}') +
        '    return FileResponse(FOLDER / name)\n',
    ),
    reason: /How much was written is asked for here.* \(main\.py:14\)/,
  },
  {
    name: 'options of an answer that the storage does not have',
    files: fastapi(`

@app.post("/photos")
def add(photo: UploadFile):
    with open(FOLDER / photo.filename, "wb") as out:
        out.write(photo.file.read())
    return {}


@app.get("/photos/{name}")
def get(name: str):
    return FileResponse(FOLDER / name, stat_result=None)
`),
    reason: /`stat_result` is not carried over/,
  },
];

const django: Files = {
  'requirements.txt': 'Django\n',
  'shop/settings.py': 'ROOT_URLCONF = "shop.urls"\n',
  'shop/wsgi.py': `import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
`,
  'shop/urls.py':
    'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("add/", views.add), path("get/<str:name>", views.get)]\n',
  'shop/views.py': `from django.http import FileResponse, JsonResponse


def add(request):
    photo = request.FILES["photo"]
    with open(f"/srv/media/{photo.name}", "wb+") as out:
        for chunk in photo.chunks():
            out.write(chunk)
    return JsonResponse({})


def get(request, name):
    return FileResponse(open(f"/srv/media/{name}", "rb"))
`,
  Procfile: 'web: gunicorn -w 4 shop.wsgi\n',
};

describe('upload-object-storage refuses', () => {
  it('a program that is neither of Flask nor of FastAPI', async () => {
    const answer = await answerTo(django, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('this program is neither') });
  });

  it.each(refusals)('where $name', async ({ files, reason }) => {
    const answer = await answerTo(files, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringMatching(reason) });
  });
});

describe('upload-object-storage', () => {
  it.each(cases)('carries over $name', async ({ files, written }) => {
    const { after, next } = await applyFix(files, rule, fix);
    const text = after['app.py'] ?? after['main.py'] ?? '';
    for (const each of written) expect(text).toContain(each);
    expect(compileErrors(after)).toBe('');
    expect(after['requirements.txt']).toMatch(/^boto3$/m);
    expect(after['.env.example']).toMatch(/^UPLOAD_BUCKET=$/m);
    expect(after['.env.example']).toContain('refuses to start without UPLOAD_BUCKET');
    expect(next).toBe('pip install -r requirements.txt');
  });
});

describe('upload-object-storage for a file that a handler writes', () => {
  const asked = `${served}    return send_from_directory(UPLOADS, name)\n`;
  const bodies = (content: string) =>
    flask(`
@app.put("/photos/<name>")
def put(name):
    with open(os.path.join(UPLOADS, name), "wb") as out:
        out.write(${content})
    return {}

${asked}`);

  it('carries over the body of a request', async () => {
    const { after } = await applyFix(bodies('request.get_data()'), 'fs-write-then-serve', fix);
    expect(after['app.py']).toContain('object_storage.place(UPLOADS, name),');
    expect(after['app.py']).toContain('request.get_data(),');
    expect(compileErrors(after)).toBe('');
  });

  it('leaves alone what the service makes', async () => {
    const answer = await answerTo(bodies('drawn(name)'), 'fs-write-then-serve', fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringMatching(/that a request brought/) });
  });
});

describe('upload-object-storage and what it leaves without a use', () => {
  const body = `${answered}${served}    return send_from_directory(UPLOADS, name)\n`;
  const own = flask(body, 'Flask, request, send_from_directory');
  const whole = 'from flask import Flask, request, send_from_directory\n';

  it('no longer imports what gave the file out', async () => {
    const { after } = await applyFix(own, rule, fix);
    expect(after['app.py']).toContain('from flask import Flask, request\n');
    expect(compileErrors(after)).toBe('');
  });

  it.each([
    ['takes the name from there', 'from app import send_from_directory\n'],
    ['takes all names from there', 'from app import *\n'],
    ['has the module as a whole', 'import app\n'],
  ])('keeps it where another file %s', async (_, other) => {
    const { after } = await applyFix({ ...own, 'other.py': other }, rule, fix);
    expect(after['app.py']).toContain(whole);
  });

  it('drops it where only its application is taken from there', async () => {
    const { after } = await applyFix({ ...own, 'wsgi.py': 'from app import app\n' }, rule, fix);
    expect(after['app.py']).not.toContain(whole);
  });
});

describe('upload-object-storage beside another service', () => {
  it('leaves the folder of the same name there, and makes a module of its own', async () => {
    const own = flask(`${answered}${served}    return send_from_directory(UPLOADS, name)\n`);
    const within = (folder: string, files: Files) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
    const { after } = await applyFix({ ...within('one', own), ...within('two', own) }, rule, fix);
    expect(after['one/app.py']).toContain('object_storage.place(UPLOADS, name)');
    expect(after['two/app.py']).toBe(own['app.py']);
    const { after: both } = await applyFix(after, rule, fix);
    expect(both['two/app.py']).toContain('object_storage.place(UPLOADS, name)');
    expect(Object.keys(both)).toEqual(expect.arrayContaining(['one/object_storage.py', 'two/object_storage.py']));
    expect(both['two/requirements.txt']).toMatch(/^boto3$/m);
  });
});
