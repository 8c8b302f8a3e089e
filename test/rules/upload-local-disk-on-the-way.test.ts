import { rule } from '../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const two = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 2
`;

/** An application whose uploads lie in `inbox` until a handler has done its work. */
const shop = (handler: string, before = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import multer from 'multer';
  import { handle } from './handle.ts';
  const app = express();
  const storage = multer.diskStorage({
  ${before === '' ? '' : before.split('\n')[0]}
    destination: (request, file, done) => done(null, 'inbox'),
    filename: (request, file, done) => done(null, \`\${Date.now()}-\${file.originalname}\`),
  });
  ${before.split('\n')[1] ?? ''}
  app.post('/messages', multer({ storage }).single('file'), handle);
  app.listen(3000);
  // file: src/handle.ts
  ${handler}
  ${two}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a function that would set uploads up is handed out by its file, and nothing calls it',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { photos } from './uploads';
      const app = express();
      app.get('/photos', (req, res) => res.json(photos));
      app.listen(3000);
      // file: src/uploads.ts
      import multer from 'multer';
      export const photos = [];
      export const toDisk = () => {
        const storage = multer.diskStorage({ destination: 'public/photos' });
        return multer({ storage }).single('photo');
      };
      ${two}`,
  },
  {
    name: 'the path is handed to what sends the file on, and nothing keeps it',
    gate: 'lifetime',
    files: shop(`
      import { unlink } from 'node:fs/promises';
      export async function handle(request, response) {
        const { to, path, text } = request.body;
        const source = path || request.file?.path;
        const sent = await request.messenger.sendFile(to, source, text);
        if (request.file) await unlink(source);
        response.json({ sent });
      }
    `),
  },
  {
    name: 'the file is parsed where another function is given its path',
    gate: 'lifetime',
    files: shop(`
      import { parseTable } from '@shop/tables';
      async function rowsOf(source) {
        return parseTable(source);
      }
      export async function handle(request, response) {
        const rows = await rowsOf(request.file.path);
        response.json({ rows: rows.length });
      }
    `),
  },
  {
    name: 'the file is read by its name in the folder',
    gate: 'lifetime',
    files: shop(`
      import path from 'node:path';
      import { recognise } from '@shop/eyes';
      export async function handle(request, response) {
        const { filename } = request.file;
        const text = await recognise(path.join('inbox', filename));
        response.json({ text });
      }
    `),
  },
  {
    name: 'one handler of the route scans the file and another sends it to object storage',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import { readFileSync } from 'node:fs';
      import { unlink } from 'node:fs/promises';
      import express from 'express';
      import multer from 'multer';
      import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { scan } from '@shop/scanner';
      import { settings } from '@shop/settings';
      const app = express();
      const client = new S3Client({});
      const upload = multer({ dest: settings.folder });
      async function refuseInfected(request, response, next) {
        const { infected } = await scan(request.file.path);
        if (!infected) return next();
        await unlink(request.file.path);
        response.sendStatus(409);
      }
      app.post('/photos', upload.single('photo'), refuseInfected, async (request, response) => {
        const Body = readFileSync(request.file.path);
        await client.send(new PutObjectCommand({ Bucket: 'photos', Key: request.file.filename, Body }));
        response.json({ id: request.file.filename });
      });
      app.listen(3000);
      ${two}`,
  },
  {
    name: 'the file goes by a name, and is removed in the end and where something fails',
    gate: 'lifetime',
    files: shop(
      `
      import fs from 'node:fs';
      import { decrypt } from '@shop/letters';
      export async function handle(request, response) {
        const source = request.file.path;
        try {
          const text = await decrypt(fs.readFileSync(source));
          response.send(text);
          fs.unlink(source, () => {});
        } catch (error) {
          fs.unlink(source, () => {});
          response.status(400).json({ error: 'unreadable' });
        }
      }
      export function welcome(request, response) {
        response.send(fs.readFileSync('inbox/welcome.txt'));
      }
    `,
      '\n  app.get("/welcome", welcome);',
    ).replace('import { handle }', 'import { handle, welcome }'),
  },
  {
    name: 'another call takes the settings whole, and the name that the client chose goes along with the file',
    gate: 'lifetime',
    files: `
      // file: src/config/uploads.ts
      import multer from 'multer';
      const storage = multer.diskStorage({ destination: (request, file, done) => done(null, 'inbox') });
      export const uploads = multer({ storage });
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      import { uploads } from './config/uploads.ts';
      const app = express();
      const upload = multer(uploads as any);
      app.post('/messages', upload.single('file'), async (request, response) => {
        const { to, filename } = request.body;
        const sent = await request.messenger.sendFile(to, request.file.path, { filename });
        response.json({ sent });
      });
      app.listen(3000);
      ${two}`,
  },
  {
    name: 'neither the folder nor what is done with the files can be read',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { uploads } from './uploads.ts';
      import { mountAll } from '@shop/routes';
      const app = express();
      mountAll(app, uploads);
      app.listen(3000);
      // file: src/uploads.ts
      import multer from 'multer';
      import { folderOf } from '@shop/settings';
      export const uploads = multer({ dest: folderOf('uploads') });
      ${two}`,
  },
];

const inMemory = {
  name: 'the storage is memory',
  replace: [['multer.diskStorage(', 'multer.memoryStorage(']],
} as const;

const mark = '//                     ^^^^^^^^^^^ upload-local-disk';
const marked = (handler: string, after = ''): string => shop(handler, `${mark}\n${after}`);

const flagged: readonly RuleCase[] = [
  {
    name: 'the path is put into an object that is stored',
    files: marked(`
      import { photos } from '@shop/photos';
      import { measure } from '@shop/eyes';
      export async function handle(request, response) {
        const size = await measure(request.file.path);
        await photos.insertOne({ size, path: request.file.path });
        response.json({ size });
      }
    `),
    silentWhen: [inMemory, { name: 'it is not stored', replace: [[', path: request.file.path', '']] }],
  },
  {
    name: 'another function keeps the path that it is given',
    files: marked(`
      import { users } from '@shop/users';
      async function keep(user, source) {
        await users.setPicture(user, source);
      }
      export async function handle(request, response) {
        await keep(request.user, request.file.path);
        response.json({ kept: true });
      }
    `),
    silentWhen: [
      inMemory,
      { name: 'it measures the file', replace: [['users.setPicture(user', 'users.measure(user']] },
    ],
  },
  {
    name: 'the client is told the name',
    files: marked(`
      import { measure } from '@shop/eyes';
      export async function handle(request, response) {
        const size = await measure(request.file.path);
        response.send('/inbox/' + request.file.filename + '?size=' + size);
      }
    `),
    silentWhen: [
      inMemory,
      { name: 'it is told the size', replace: [["'/inbox/' + request.file.filename + '?size=' + ", '']] },
    ],
  },
  {
    name: 'an address is made of the name before the client is told',
    files: marked(`
      import { measure } from '@shop/eyes';
      export async function handle(request, response) {
        const size = await measure(request.file.path);
        const { filename } = request.file;
        const address = '/inbox/' + filename;
        response.json({ size, address });
      }
    `),
    silentWhen: [inMemory, { name: 'it is told the size', replace: [['size, address', 'size']] }],
  },
  {
    name: 'it is moved to another folder or written there in another form',
    files: marked(`
      import { rename } from 'node:fs/promises';
      import { measure } from '@shop/eyes';
      export async function handle(request, response) {
        const size = await measure(request.file.path);
        await rename(request.file.path, 'pictures/' + request.user.id);
        response.json({ size });
      }
    `),
    silentWhen: [
      inMemory,
      {
        name: 'it stays on the way',
        replace: [["await rename(request.file.path, 'pictures/' + request.user.id);", '']],
      },
    ],
  },
  {
    name: 'what comes of it is written beside it',
    files: marked(`
      import { writeFile } from 'node:fs/promises';
      import { shrink } from '@shop/eyes';
      export async function handle(request, response) {
        const small = await shrink(request.file.path);
        await writeFile('pictures/' + request.user.id, small);
        response.json({ size: small.length });
      }
    `),
    silentWhen: [
      inMemory,
      { name: 'it is not written', replace: [["await writeFile('pictures/' + request.user.id, small);", '']] },
    ],
  },
  {
    name: 'a library writes it in another form',
    files: marked(`
      import sharp from 'sharp';
      export async function handle(request, response) {
        const { width } = await sharp(request.file.path).resize(200).toFile('pictures/' + request.user.id);
        response.json({ width });
      }
    `),
    silentWhen: [
      inMemory,
      { name: 'it is not written', replace: [[".toFile('pictures/' + request.user.id)", '.metadata()']] },
    ],
  },
  {
    name: 'the folder is served, whatever the handler does',
    files: marked(
      `
      import { measure } from '@shop/eyes';
      export async function handle(request, response) {
        response.json({ size: await measure(request.file.path) });
      }
    `,
      "app.use('/files', express.static('inbox'));",
    ),
    silentWhen: [
      inMemory,
      { name: 'another folder is served', replace: [["express.static('inbox')", "express.static('pages')"]] },
    ],
  },
  {
    name: 'the whole file goes to what nobody here can look into',
    files: marked(`
      import { keepPhoto } from '@shop/photos';
      export async function handle(request, response) {
        await keepPhoto(request.file);
        response.json({ kept: true });
      }
    `),
    silentWhen: [inMemory],
  },
];

const whereItRuns: RuleCase = {
  name: 'a name of the function for where the process runs is not where the file of code lies',
  files: `
  // file: src/config/uploads.ts
  import path from 'node:path';
  import multer from 'multer';
  const storage = multer.diskStorage({
    //                   ^^^^^^^^^^^ upload-local-disk
    destination(request, file, done) {
      const __dirname = path.resolve(path.dirname(''));
      done(null, path.resolve(__dirname, 'inbox'));
    },
  });
  export const uploads = multer({ storage });
  // file: src/app.ts
  import express from 'express';
  import { uploads } from './config/uploads.ts';
  const app = express();
  app.post('/messages', uploads.single('file'), (request, response) => response.json({ name: request.file.filename }));
  app.listen(3000);
  ${two}`,
  expect: [{ says: ['ploads kept in `inbox`'] }],
  silentWhen: [{ name: 'it stays in memory', replace: [['multer.diskStorage(', 'multer.memoryStorage(']] }],
};

checkRule(rule, [...silent, ...flagged, whereItRuns]);
