import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files } from './apply.ts';

const [rule, fix] = ['upload-local-disk', 'multer-object-storage'];

const manifest = (type: 'module' | 'commonjs') =>
  JSON.stringify({
    name: 'photos',
    type,
    scripts: { start: 'node src/app.js' },
    dependencies: { express: '^5.1.0', multer: '^2.0.0' },
  });

/** An application whose upload is made and used by the given lines. */
const shop = (made: string, routes: string, head = ''): Files => ({
  'package.json': manifest('module'),
  'src/app.ts': `import express from 'express';
import multer from 'multer';
${head}
const app = express();
${made}
app.post('/photos', upload.single('photo'), (request, response) => {
  response.json({ name: request.file?.filename });
});
${routes}app.listen(3000);
`,
});

const byFolder = "const upload = multer({ dest: 'uploads/' });";
const served = "app.use('/photos', express.static('uploads'));\n";

const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

describe('multer-object-storage', () => {
  it('gives multer a storage for its folder, and asks it where the folder is given out', async () => {
    const { after, next } = await applyFix(shop(byFolder, served), rule, fix);
    const app = after['src/app.ts'] ?? '';
    expect(app).toContain("const upload = multer({ storage: uploadStorage({ destination: 'uploads/' }) });");
    expect(app).toContain("app.use('/photos', withUploads(express.static('uploads'), 'uploads'));");
    expect(app).toContain("import { uploadStorage, withUploads } from './upload-storage.js';");
    expect(after['.env.example']).toContain('UPLOAD_BUCKET=');
    expect(JSON.parse(after['package.json'] ?? '').dependencies).toHaveProperty('@aws-sdk/lib-storage');
    expect(next).toBe('npm install');
    const beside = { 'upload-storage.ts': after['src/upload-storage.ts'] ?? '' };
    expect(compile('app.ts', app, beside)).toEqual([]);
  }, 60_000);

  it('takes the place of disk storage with its options, in files of CommonJS', async () => {
    const files: Files = {
      'package.json': manifest('commonjs'),
      'src/upload.js': `const multer = require('multer');
const path = require('path');

const storage = multer.diskStorage({
  destination: (request, file, done) => {
    done(null, path.join(__dirname, '../public/images'));
  },
  filename: (request, file, done) => {
    done(null, Date.now() + path.extname(file.originalname));
  },
});

module.exports = multer({ storage, limits: { fileSize: 1024 * 1024 } });
`,
      'src/app.js': `const express = require('express');
const path = require('path');
const { unlink } = require('fs/promises');
const upload = require('./upload');

const app = express();
app.use(express.static(path.join(__dirname, '../public')));
app.post('/photos', upload.single('photo'), async (request, response) => {
  const photo = await Photo.create({ image: request.file.path });
  response.json(photo);
});
app.delete('/photos/:name', async (request, response) => {
  await unlink(path.join(__dirname, '../public/images', request.params.name));
  response.end();
});
app.listen(3000);
`,
    };
    const after = await apply(files);
    expect(after['src/upload.js']).toContain('const storage = uploadStorage({\n  destination: (request');
    expect(after['src/upload.js']).toContain("const { uploadStorage } = require('./upload-storage');");
    const app = after['src/app.js'] ?? '';
    expect(app).toContain(
      "app.use(withUploads(express.static(path.join(__dirname, '../public')), path.join(__dirname, '../public'), 'images'));",
    );
    expect(app).toContain("await removeUpload(path.join(__dirname, '../public/images', request.params.name));");
    expect(app).not.toContain('fs/promises');
    expect(after['src/upload-storage.js']).toContain('module.exports = { uploadStorage, withUploads, removeUpload };');
  });

  it('takes the import of what it takes the place of away', async () => {
    const files = shop(
      "const upload = multer({ storage: diskStorage({ destination: 'uploads' }) });",
      '',
      "import { diskStorage } from 'multer';\n",
    );
    const after = await apply(files);
    expect(after['src/app.ts']).toContain("multer({ storage: uploadStorage({ destination: 'uploads' }) })");
    expect(after['src/app.ts']).not.toMatch(/import \{ diskStorage/);
  });

  it('leaves servers and files of other folders alone', async () => {
    const more = `app.use('/assets', express.static('assets'));
app.get('/terms', async (request, response) => response.send(await readFile('assets/terms.html', 'utf8')));
`;
    const after = await apply(shop(byFolder, served + more, "import { readFile } from 'node:fs/promises';\n"));
    expect(after['src/app.ts']).toContain("app.use('/assets', express.static('assets'));");
    expect(after['src/app.ts']).toContain("readFile('assets/terms.html'");
  });

  it('carries a callback over', async () => {
    const more = `app.delete('/photos/:name', (request, response) => {
  fs.unlink('uploads/' + request.params.name, (error) => response.sendStatus(error ? 404 : 204));
});
`;
    const after = await apply(shop(byFolder, served + more, "import fs from 'node:fs';\n"));
    expect(after['src/app.ts']).toContain("removeUpload('uploads/' + request.params.name, (error) =>");
    expect(
      compile('app.ts', after['src/app.ts'] ?? '', { 'upload-storage.ts': after['src/upload-storage.ts'] ?? '' }),
    ).toEqual([]);
  }, 60_000);

  const fs = "import fs from 'node:fs';\n";
  const refused: readonly { name: string; files: Files; reason: RegExp }[] = [
    {
      name: 'a library that reads the file by its path',
      files: shop(
        byFolder,
        "app.put('/p', upload.single('p'), async (request, response) => response.send(await sharp(request.file.path).toBuffer()));\n",
        "import sharp from 'sharp';\n",
      ),
      reason: /needs the file on the disk/,
    },
    {
      name: 'the path behind a name',
      files: shop(
        byFolder,
        "app.put('/p', upload.single('p'), async (request, response) => { const picture = request.file.path; await scan(picture); response.end(); });\n",
        "import { scan } from 'scanner';\n",
      ),
      reason: /needs the file on the disk/,
    },
    {
      name: 'the whole file that a library is given',
      files: shop(
        byFolder,
        "app.put('/p', upload.single('p'), async (request, response) => { await scan(request.file); response.end(); });\n",
        "import { scan } from 'scanner';\n",
      ),
      reason: /needs the file on the disk/,
    },
    {
      name: 'a file that is read',
      files: shop(
        byFolder,
        "app.get('/p/:name', (request, response) => fs.createReadStream('uploads/' + request.params.name).pipe(response));\n",
        fs,
      ),
      reason: /in a way that storage cannot take over/,
    },
    {
      name: 'a folder that is listed',
      files: shop(byFolder, "app.get('/p', (request, response) => response.json(fs.readdirSync('uploads')));\n", fs),
      reason: /in a way that storage cannot take over/,
    },
    {
      name: 'a removal that waits for nobody',
      files: shop(
        byFolder,
        "app.delete('/p/:name', (request, response) => { fs.unlinkSync('uploads/' + request.params.name); response.end(); });\n",
        fs,
      ),
      reason: /in a way that storage cannot take over/,
    },
    {
      name: 'a file of which nobody knows the folder',
      files: shop(
        byFolder,
        "app.get('/p/:id', async (request, response) => { const photo = await find(request.params.id); response.send(fs.readFileSync(photo.place)); });\n",
        `${fs}import { find } from 'photos';\n`,
      ),
      reason: /may be one that is uploaded/,
    },
    {
      name: 'a server of files with options',
      files: shop(byFolder, "app.use('/p', express.static('uploads', { maxAge: '1d' }));\n"),
      reason: /not carried over/,
    },
    {
      name: 'a server whose folder cannot be read',
      files: shop(
        byFolder,
        "app.use('/p', express.static(settings.folder));\n",
        "import { settings } from 'settings';\n",
      ),
      reason: /cannot be carried over/,
    },
    {
      name: 'an answer with one file',
      files: shop(
        byFolder,
        "app.get('/p/:name', (request, response) => response.sendFile(path.resolve('uploads', request.params.name)));\n",
        "import path from 'node:path';\n",
      ),
      reason: /in a way that storage cannot take over/,
    },
    {
      name: 'a folder that only the request knows',
      files: shop(
        'const upload = multer({ storage: multer.diskStorage({ destination: (request, file, done) => done(null, request.body.folder) }) });',
        '',
      ),
      reason: /cannot be read/,
    },
  ];

  const put = (body: string) =>
    `app.put('/p', upload.single('p'), async (request, response) => { ${body} response.end(); });\n`;
  const lost: readonly (readonly [name: string, routes: string, head?: string])[] = [
    [
      'a list of words for a child process',
      put("spawn('convert', [request.file.path, 'out.png']);"),
      "import { spawn } from 'node:child_process';\n",
    ],
    [
      'an attachment of a mail',
      put('await mailer.sendMail({ attachments: [{ path: request.file.path }] });'),
      "import { mailer } from 'mails';\n",
    ],
    ['one field of several', put('await scan(request.files.avatar[0].path);'), "import { scan } from 'scanner';\n"],
    [
      'files that go through a function',
      put('await Promise.all(request.files.map((each) => scan(each.path)));'),
      "import { scan } from 'scanner';\n",
    ],
    [
      'a path that a condition chooses',
      put('const place = request.file ? request.file.path : null; await scan(place);'),
      "import { scan } from 'scanner';\n",
    ],
    [
      'a path that is told a store by the same word',
      put('await store.send(request.file.path);'),
      "import { store } from 'store';\n",
    ],
    [
      'the name in the folder',
      put("await scan('uploads/' + request.file.filename);"),
      "import { scan } from 'scanner';\n",
    ],
    ['a folder that is packed', put("archive.directory('uploads', false);"), "import { archive } from 'archive';\n"],
    [
      'a folder that a framework is told of',
      `${put('')}server.useStaticAssets('uploads');\n`,
      "import { server } from 'nest';\n",
    ],
    ['a file that is moved', put("fs.renameSync('uploads/a', 'kept/a');"), "import fs from 'node:fs';\n"],
    [
      'a path that comes back from the database',
      put(
        'await Photo.create({ image: request.file.path }); const photo = await Photo.findOne(); await scan(photo.image);',
      ),
      "import { Photo } from 'photos';\nimport { scan } from 'scanner';\n",
    ],
    [
      'a helper that removes others’ files',
      'const drop = (folder, name) => fs.promises.unlink(`${folder}/${name}`);\n' +
        put("await drop('uploads', request.body.name); await drop('exports', request.body.name);"),
      "import fs from 'node:fs';\n",
    ],
    [
      'a second upload into the folder',
      "const other = multer({ dest: 'uploads/' });\napp.put('/q', other.single('q'), (request, response) => response.json(request.file.filename));\n",
    ],
  ];
  it.each(lost)('is refused for %s', async (_, routes = '', head = '') => {
    const answer = await answerTo(shop(byFolder, routes, head), rule, fix);
    expect(answer.kind).toBe('refusal');
  });

  it('is refused beside another storage', async () => {
    const files = shop("const upload = multer({ storage: multer.memoryStorage(), dest: 'uploads/' });", served);
    expect(await answerTo(files, rule, fix)).toMatchObject({ kind: 'refusal' });
  });

  it('serves what a request’s own folder holds', async () => {
    const made =
      "const upload = multer({ storage: multer.diskStorage({ destination: (request, file, done) => done(null, 'uploads/' + request.body.user) }) });";
    const after = await apply(shop(made, served));
    expect(after['src/app.ts']).toContain("withUploads(express.static('uploads'), 'uploads')");
  });

  it('imports before it uses, where other files are required late', async () => {
    const files: Files = {
      'package.json': manifest('commonjs'),
      'src/orders.js': "module.exports = (app) => app.get('/orders', (request, response) => response.json([]));\n",
      'src/app.js': `const express = require('express');
const multer = require('multer');

const app = express();
const upload = multer({ dest: 'uploads/' });
app.use('/photos', express.static('uploads'));
app.post('/photos', upload.single('photo'), (request, response) => response.json(request.file.filename));
const orders = require('./orders');
orders(app);
app.listen(3000);
`,
    };
    const app = (await apply(files))['src/app.js'] ?? '';
    expect(app.indexOf("require('./upload-storage')")).toBeLessThan(app.indexOf('uploadStorage({'));
  });

  it.each(refused)('is refused for $name', async ({ files, reason }) => {
    const answer = await answerTo(files, rule, fix);
    expect(answer.kind).toBe('refusal');
    expect('reason' in answer ? answer.reason : '').toMatch(reason);
  });
});
