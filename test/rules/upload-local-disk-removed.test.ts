import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from './check-rule.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

const two = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
      deploy: { replicas: 2 }
  # file: requirements.txt
  flask
  fastapi
`;

/** A view that gets a photo and gives back what stands on it. */
const flask = (body: string, head = ''): string => `
  # file: app.py
  import os
  import shutil
  import tempfile
  from flask import Flask, request
  from scanner import scan
  ${head}
  app = Flask(__name__)

  @app.post("/photos")
  def photos():
      photo = request.files["photo"]
      ${body.trim()}
  ${two}`;

const silent: readonly RuleCase[] = [
  {
    name: 'the view removes the file when it has read it',
    gate: 'lifetime',
    files: flask(`
      path = "inbox/" + photo.filename
      photo.save(path)
      text = scan(path)
      os.remove(path)
      return text`),
  },
  {
    name: 'the file is removed in finally, if it is there',
    gate: 'lifetime',
    files: flask(`
      path = f"{photo.filename}.part"
      try:
          photo.save(path)
          return scan(path)
      finally:
          if os.path.exists(path):
              os.unlink(path)`),
  },
  {
    name: 'the folder around it is removed',
    gate: 'lifetime',
    files: flask(`
      folder = tempfile.mkdtemp()
      photo.save(os.path.join(folder, "photo.png"))
      text = scan(folder)
      shutil.rmtree(folder)
      return text`),
  },
  {
    name: 'the file removes itself',
    gate: 'lifetime',
    files: flask(`
      with tempfile.NamedTemporaryFile(suffix=".png") as target:
          photo.save(target.name)
          return scan(target.name)`),
  },
  {
    name: 'the folder removes itself',
    gate: 'lifetime',
    files: flask(`
      with tempfile.TemporaryDirectory() as folder:
          path = os.path.join(folder, "photo.png")
          photo.save(path)
          return scan(path)`),
  },
  {
    name: 'what the handler calls beside writes settings, and nothing of the upload',
    gate: 'none',
    files: `
      # file: app.py
      from fastapi import FastAPI, UploadFile
      from settings import remember_start
      from scanner import scan
      app = FastAPI()

      @app.post("/photos")
      async def photos(photo: UploadFile):
          remember_start("photos")
          return scan(await photo.read())
      # file: settings.py
      def remember_start(name):
          with open("last-start", "w") as target:
              target.write(name)
      ${two}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'it is removed only when reading failed',
    files: flask(`
      path = "inbox/" + photo.filename
      photo.save(path)
      #     ^^^^ upload-local-disk
      try:
          return scan(path)
      except ValueError:
          os.remove(path)
          raise`),
    silentWhen: [
      {
        name: 'it is removed whatever happens',
        replace: [
          ['          os.remove(path)\n          raise', '          raise\n      finally:\n          os.remove(path)'],
        ],
      },
    ],
  },
  {
    name: 'a temporary file that stays',
    files: flask(`
      target = tempfile.NamedTemporaryFile(delete=False)
      photo.save(target.name)
      #     ^^^^ upload-local-disk
      return {"at": target.name}`),
    silentWhen: [{ name: 'it removes itself', replace: [['delete=False', 'delete=True']] }],
  },
  {
    name: 'another file is removed',
    files: flask(`
      path = "inbox/" + photo.filename
      old = "inbox/old.png"
      photo.save(path)
      #     ^^^^ upload-local-disk
      os.remove(old)
      return path`),
    silentWhen: [{ name: 'that file is removed', replace: [['os.remove(old)', 'os.remove(path)']] }],
  },
  {
    name: 'what it read is handed to a function that writes',
    files: `
      # file: app.py
      from fastapi import FastAPI, UploadFile
      from shelf import put
      app = FastAPI()

      @app.post("/photos")
      async def photos(photo: UploadFile):
          content = await photo.read()
          put(photo.filename, content)
      # file: shelf.py
      def put(name, content):
          with open("shelf/" + name, "wb") as target:
          #    ^^^^ upload-local-disk
              target.write(content)
      ${two}`,
    silentWhen: [
      { name: 'it is handed something else', replace: [['put(photo.filename, content)', 'put("start.txt", b"")']] },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);

describe('one finding a file', () => {
  it.each([
    [
      'of two applications in one program',
      flask(
        `
      photo.save("inbox/" + photo.filename)
      return "ok"`,
        'status = Flask("status")',
      ),
    ],
    [
      'of branches that write one path',
      flask(`
      path = "inbox/" + photo.filename
      if photo.mimetype == "image/png":
          photo.save(path)
      else:
          photo.save(path)
      return path`),
    ],
  ])('%s', (_, files) => {
    const found = findingsIn(readMarkedFiles(files).files).filter(({ ruleId }) => ruleId === 'upload-local-disk');
    expect(found).toHaveLength(1);
  });
});
