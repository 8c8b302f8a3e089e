import { rule } from '../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const two = (command: string): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: ${command}
      deploy: { replicas: 2 }
`;

/** A view that gets a recording and answers with what is said in it. */
const flask = (body: string, beside = ''): string => `
  # file: app.py
  import io
  import os
  from flask import Flask, request, send_file
  from listener import listen
  app = Flask(__name__)
  RECORDING = "recording.wav"
  KEEPS_FILES = os.environ.get("KEEP_FILES") == "1"

  @app.post("/recordings")
  def recordings():
      recording = request.files["recording"]
      ${body.trim()}
  ${beside}
  # file: requirements.txt
  flask
  ${two('gunicorn app:app')}`;

/** Two routes whose files multer lays into the same folder. */
const spool = (second: string): string => `
  // file: src/app.ts
  import express from 'express';
  import multer from 'multer';
  import { unlink } from 'node:fs/promises';
  import { cpSync } from 'node:fs';
  const app = express();
  const storage = multer.diskStorage({
    ${second.includes('found') ? '//                   ^^^^^^^^^^^ upload-local-disk' : ''}
    destination: (request, file, done) => done(null, 'inbox'),
    filename: (request, file, done) => done(null, \`\${Date.now()}-\${file.originalname}\`),
  });
  const inbox = multer({ storage });
  app.post('/messages', inbox.single('file'), async (request, response) => {
    const source = request.file?.path;
    const sent = await request.messenger.sendFile(request.body.to, source);
    if (request.file) await unlink(source);
    response.json({ sent });
  });
  app.post('/pictures', inbox.single('file'), async (request, response) => {
    ${second.replace('// found', '').trim()}
  });
  app.listen(3000);
  ${two('node src/app.ts')}`;

const silent: readonly RuleCase[] = [
  {
    name: 'the file always has the same name, and the view that wrote it reads it',
    gate: 'lifetime',
    files: flask(`
      recording.save(RECORDING)
      return listen(RECORDING)`),
  },
  {
    name: 'another view does the same with the same name',
    gate: 'lifetime',
    files: flask(
      `
      recording.save(RECORDING)
      return listen(RECORDING)`,
      `
  @app.post("/songs")
  def songs():
      song = request.files["song"]
      song.save("recording.wav")
      return listen("recording.wav")`,
    ),
  },
  {
    name: 'it stays in memory unless a switch asks for a file',
    gate: 'lifetime',
    files: flask(`
      target = io.BytesIO()
      if KEEPS_FILES:
          target = RECORDING
      recording.save(target)
      return listen(target)`),
  },
  {
    name: 'one route removes the file, and another hands its path to what is named as if it kept something',
    gate: 'lifetime',
    files: spool(`
      await request.messenger.setPicture(request.file.path);
      response.json({ status: 'changed' });`),
  },
  {
    name: 'one route removes the file, and another copies between folders of the program',
    gate: 'lifetime',
    files: spool(`
      cpSync(\`\${__dirname}/defaults\`, 'settings', { recursive: true });
      await request.messenger.show(request.file.path);
      response.json({ status: 'changed' });`),
  },
];

const mark = '#         ^^^^ upload-local-disk';
const elsewhere = { name: 'it is removed', replace: [['return listen(RECORDING)', 'os.remove(RECORDING)']] } as const;

const flagged: readonly RuleCase[] = [
  {
    name: 'another view reads what was written last',
    files: flask(
      `
      recording.save(RECORDING)
      ${mark}
      return listen(RECORDING)`,
      `
  @app.get("/recordings")
  def last():
      return listen(RECORDING)`,
    ),
    silentWhen: [elsewhere],
  },
  {
    name: 'another view gives the file out',
    files: flask(
      `
      recording.save(RECORDING)
      ${mark}
      return listen(RECORDING)`,
      `
  @app.get("/recordings")
  def last():
      return send_file("recording.wav")`,
    ),
    silentWhen: [elsewhere],
  },
  {
    name: 'nothing reads it in the request that wrote it',
    files: flask(`
      recording.save(RECORDING)
      ${mark}
      return "kept"`),
    silentWhen: [{ name: 'it is removed', replace: [['return "kept"', 'os.remove(RECORDING)']] }],
  },
  {
    name: 'the view reads what an earlier request wrote before it writes',
    files: flask(`
      before = listen(RECORDING)
      recording.save(RECORDING)
      ${mark}
      return before + listen(RECORDING)`),
    silentWhen: [{ name: 'it does not look at it before', replace: [['before = listen(RECORDING)', 'before = ""']] }],
  },
  {
    name: 'the answer says where it lies',
    files: flask(`
      recording.save(RECORDING)
      ${mark}
      return {"text": listen(RECORDING), "path": RECORDING}`),
    silentWhen: [{ name: 'the answer does not', replace: [[', "path": RECORDING', '']] }],
  },
  {
    name: 'the name is another for each request',
    files: flask(`
      path = f"recordings/{request.form['name']}.wav"
      recording.save(path)
      ${mark}
      return listen(path)`),
    silentWhen: [{ name: 'it is removed', replace: [['return listen(path)', 'os.remove(path)']] }],
  },
  {
    name: 'one route removes the file, and another tells its path',
    files: spool(`// found
      response.json({ path: request.file.path });`),
    silentWhen: [{ name: 'it does not tell it', replace: [['{ path: request.file.path }', "{ status: 'changed' }"]] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
