import { rule } from '../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const express = (imports: string, body: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${imports}
  const app = express();
  ${body}
  app.listen(3000);
`;

const inMemory = {
  name: 'it stays in memory',
  replace: [["{ dest: 'uploads/' }", '{ storage: multer.memoryStorage() }']],
} as const;

const silent: readonly RuleCase[] = [
  {
    name: 'the upload stays in memory and goes to object storage',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';
       import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';`,
      `const upload = multer({ storage: multer.memoryStorage() });
       const s3 = new S3Client({});
       app.post('/photos', upload.single('photo'), async (request, response) => {
         await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: request.file.originalname, Body: request.file.buffer }));
         response.send('kept');
       });`,
    )}${three}`,
  },
  {
    name: 'multer without options keeps no file',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';`,
      `const fields = multer();
       app.post('/orders', fields.none(), (request, response) => response.send('placed'));`,
    )}${three}`,
  },
  {
    name: 'multer-s3 is the storage',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';
       import multerS3 from 'multer-s3';
       import { S3Client } from '@aws-sdk/client-s3';`,
      `const upload = multer({ storage: multerS3({ s3: new S3Client({}), bucket: 'photos' }) });
       app.post('/photos', upload.single('photo'), (request, response) => response.send('kept'));`,
    )}${three}`,
  },
  {
    name: 'the disk stands in only where no bucket is set',
    gate: 'guard',
    files: `${express(
      `import multer from 'multer';
       import { S3Client } from '@aws-sdk/client-s3';
       import { Upload } from '@aws-sdk/lib-storage';`,
      `function storageFor() {
         const bucket = process.env.PHOTO_BUCKET;
         if (!bucket) return multer.diskStorage({ destination: 'uploads' });
         return {
           _handleFile(request, file, done) {
             const params = { Bucket: bucket, Key: file.originalname, Body: file.stream };
             new Upload({ client: new S3Client({}), params }).done().then(() => done(null, {}), done);
           },
           _removeFile(request, file, done) { done(null); },
         };
       }
       const upload = multer({ storage: storageFor() });
       app.post('/photos', upload.single('photo'), (request, response) => response.json(request.file.filename));`,
    )}${three}`,
  },
  {
    name: 'the handler uploads the file and removes it',
    gate: 'shared',
    files: `${express(
      `import { readFile, unlink } from 'node:fs/promises';
       import multer from 'multer';
       import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';`,
      `const upload = multer({ dest: 'incoming/' });
       const s3 = new S3Client({});
       app.post('/photos', upload.single('photo'), async (request, response) => {
         const body = await readFile(request.file.path);
         await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: request.file.filename, Body: body }));
         await unlink(request.file.path);
         response.send('kept');
       });`,
    )}${three}`,
  },
  {
    name: 'the file passes through a temporary folder and is removed',
    gate: 'lifetime',
    files: `${express(
      `import { readFile, rm } from 'node:fs/promises';
       import os from 'node:os';
       import multer from 'multer';`,
      `const upload = multer({ dest: os.tmpdir() });
       app.post('/imports', upload.single('prices'), async (request, response) => {
         const rows = (await readFile(request.file.path, 'utf8')).split('\\n');
         await rm(request.file.path);
         response.send(String(rows.length));
       });`,
    )}${three}`,
  },
  {
    name: 'all pods mount one volume there',
    gate: 'shared',
    files: `${express(
      `import multer from 'multer';`,
      `const upload = multer({ dest: '/data/uploads' });
       app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));`,
    )}
    # file: k8s/shop.yaml
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: photos
    spec:
      accessModes: [ReadWriteMany]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      replicas: 3
      template:
        spec:
          containers:
            - name: shop
              image: shop:1.0
              command: [node, src/app.ts]
              volumeMounts:
                - name: photos
                  mountPath: /data/uploads
          volumes:
            - name: photos
              persistentVolumeClaim:
                claimName: photos
    `,
  },
  {
    name: 'uploads land on disk in development alone',
    gate: 'guard',
    files: `${express(
      `import multer from 'multer';`,
      `if (process.env.NODE_ENV === 'development') {
         app.post('/photos', multer({ dest: 'uploads/' }).single('photo'), (request, response) => response.send('kept'));
       }`,
    )}${three}`,
  },
  {
    name: 'express-fileupload hands the content over in memory',
    gate: 'none',
    files: `${express(
      `import fileUpload from 'express-fileupload';`,
      `app.use(fileUpload());
       app.post('/photos', (request, response) => response.send(String(request.files.photo.data.length)));`,
    )}${three}`,
  },
  {
    name: 'the Fastify handler streams to object storage',
    gate: 'none',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import multipart from '@fastify/multipart';
      import { S3Client } from '@aws-sdk/client-s3';
      import { Upload } from '@aws-sdk/lib-storage';
      const app = Fastify();
      app.register(multipart);
      app.post('/photos', async (request) => {
        const data = await request.file();
        await new Upload({ client: new S3Client({}), params: { Bucket: 'photos', Key: data.filename, Body: data.file } }).done();
      });
      app.listen({ port: 3000 });
      ${three}`,
  },
  {
    name: 'formidable leaves the file to the system’s own folder',
    gate: 'none',
    files: `${express(
      `import formidable from 'formidable';`,
      `app.post('/photos', async (request, response) => {
         const [fields, files] = await formidable({ maxFiles: 1 }).parse(request);
         response.send(Object.keys(files));
       });`,
    )}${three}`,
  },
  {
    name: 'the set-up stands in a test',
    gate: 'scope',
    files: `${express('', '')}
      // file: src/upload.test.ts
      import multer from 'multer';
      export const upload = multer({ dest: 'uploads/' });
      ${three}`,
  },
  {
    name: 'another library is called multer',
    gate: 'none',
    files: `${express(
      `import { multer } from './multer.ts';`,
      `app.post('/photos', multer({ dest: 'uploads/' }), (request, response) => response.send('kept'));`,
    )}
      // file: src/multer.ts
      export const multer = (options: object) => (request: unknown, response: unknown, next: () => void) => next();
      ${three}`,
  },
  {
    name: 'the route removes what it received from a folder of its own',
    gate: 'lifetime',
    files: `${express(
      `import { readFile, unlink } from 'node:fs/promises';
       import multer from 'multer';`,
      `const upload = multer({ dest: 'incoming/' });
       app.post('/prices', upload.single('prices'), async (request, response) => {
         try {
           response.send(String((await readFile(request.file.path, 'utf8')).length));
         } finally {
           await unlink(request.file.path);
         }
       });`,
    )}${three}`,
  },
  {
    name: 'a service reads the file and removes it, whatever is in it',
    gate: 'lifetime',
    files: `${express(
      `import multer from 'multer';
       import { importPrices } from './prices.ts';`,
      `const upload = multer({ dest: 'incoming/' });
       app.post('/prices', upload.array('prices'), async (request, response) => {
         await importPrices(request.files);
         response.send('read');
       });`,
    )}
      // file: src/prices.ts
      import { readFile, unlink } from 'node:fs/promises';
      import { save } from './products.ts';
      export async function importPrices(files) {
        for (const file of files) {
          const rows = await readFile(file.path ?? file.key, 'utf8');
          await save(rows.split(','));
          await drop(file.path ?? file.key);
        }
      }
      async function drop(path: string) {
        await unlink(path);
      }
      // file: src/products.ts
      export const save = async (rows: string[]) => rows.length;
      ${three}`,
  },
  {
    name: 'the folder is the in-tray of a program beside it',
    gate: 'lifetime',
    files: `
      // file: server/package.json
      { "name": "server", "scripts": { "start": "node src/app.ts" }, "dependencies": { "multer": "^2.0.0" } }
      // file: server/src/app.ts
      import path from 'node:path';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: path.resolve(process.env.STORAGE_DIR, '../../collector/incoming') });
      app.post('/documents', upload.single('document'), async (request, response) => {
        await fetch('http://localhost:8888/process', { method: 'POST', body: request.file.originalname });
        response.send('processed');
      });
      app.listen(3000);
      // file: collector/package.json
      { "name": "collector", "scripts": { "start": "node index.js" } }
      // file: collector/index.js
      const fs = require('node:fs');
      const express = require('express');
      const app = express();
      app.post('/process', (request, response) => {
        fs.unlinkSync(request.body);
        response.send('done');
      });
      app.listen(8888);
    `,
  },
  {
    name: 'the content in memory is only looked at',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';
       import { writeFile } from 'node:fs/promises';`,
      `const upload = multer({ storage: multer.memoryStorage() });
       app.post('/photos', upload.single('photo'), async (request, response) => {
         await writeFile('last-upload.txt', String(Date.now()));
         response.json({ size: request.file.buffer.length });
       });`,
    )}${three}`,
  },
  {
    name: 'the content of something that the service made itself',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';
       import { writeFile } from 'node:fs/promises';
       import { draw } from './draw.ts';`,
      `const upload = multer({ storage: multer.memoryStorage() });
       app.post('/drawings', upload.single('sketch'), async (request, response) => {
         const drawing = await draw(request.file);
         await writeFile('drawings/last.png', drawing.buffer);
         response.send('drawn');
       });`,
    )}
      // file: src/draw.ts
      export const draw = async (sketch) => ({ buffer: sketch.buffer });
      ${three}`,
  },
  {
    name: 'the content goes to object storage or to disk, as the deployment says',
    gate: 'none',
    files: `${express(
      `import multer from 'multer';
       import { writeFile } from 'node:fs/promises';
       import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';`,
      `const upload = multer({ storage: multer.memoryStorage() });
       const s3 = process.env.BUCKET ? new S3Client({}) : null;
       app.post('/photos', upload.single('photo'), async (request, response) => {
         if (s3) await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: 'x', Body: request.file.buffer }));
         else await writeFile('uploads/x', request.file.buffer);
         response.send('kept');
       });`,
    )}${three}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a condition chooses between two disks',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      import multer from 'multer';
      import { S3Client } from '@aws-sdk/client-s3';
      import { Upload } from '@aws-sdk/lib-storage';
      const app = express();
      function storageFor() {
        const folder = process.env.PHOTO_FOLDER;
        if (!folder) return multer.diskStorage({ destination: 'uploads' });
        //                         ^^^^^^^^^^^ upload-local-disk
        return {
          _handleFile(request, file, done) {
            file.stream.pipe(fs.createWriteStream(folder + '/photo'));
          },
          _removeFile(request, file, done) { done(null); },
        };
      }
      const upload = multer({ storage: storageFor() });
      app.post('/photos', upload.single('photo'), (request, response) => response.json(request.file.filename));
      app.use('/photos', express.static('uploads'));
      app.listen(3000);
      ${three}`,
    silentWhen: [
      {
        name: 'the other goes to a bucket',
        replace: [
          [
            "file.stream.pipe(fs.createWriteStream(folder + '/photo'))",
            "new Upload({ client: new S3Client({}), params: { Bucket: folder, Key: 'photo', Body: file.stream } }).done().then(done)",
          ],
        ],
      },
    ],
  },
  {
    name: 'the handler writes what the library holds in memory',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      import { keepPicture } from './picture.ts';
      const app = express();
      const upload = multer({ storage: multer.memoryStorage() });
      app.post('/picture', upload.single('picture'), keepPicture());
      app.listen(3000);
      // file: src/picture.ts
      import fs from 'node:fs/promises';
      export function keepPicture() {
        return async (request, response) => {
          const file = request.file;
          const buffer = file?.buffer;
          const filePath = \`public/pictures/\${request.user.id}.png\`;
          await fs.writeFile(filePath, buffer);
          //       ^^^^^^^^^ upload-local-disk
          response.redirect('/profile');
        };
      }
      ${three}`,
    expect: [{ severity: 'error', says: ['Uploads kept in `public/pictures`'] }],
    silentWhen: [{ name: 'it writes something else', replace: [['filePath, buffer', "filePath, 'none'"]] }],
  },
  {
    name: 'nothing keeps the name of the file, and nothing serves its folder',
    files: `
      // file: src/app.ts
      import path from 'node:path';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      function receive(request, response, next) {
        const upload = multer({ dest: path.join(__dirname, '../uploads') });
        //             ^^^^^^ upload-local-disk
        upload.single('photo')(request, response, (problem) => next(problem));
      }
      app.use(express.static(path.join(__dirname, 'public')));
      app.post('/photos', receive, (request, response) => {
        if (!request.file) return response.redirect('/photos');
        response.send('thank you');
      });
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'note', says: ['Nothing here serves or reads them yet'] }],
    silentWhen: [{ name: 'it stays in memory', replace: [["{ dest: path.join(__dirname, '../uploads') }", '']] }],
  },
  {
    name: 'the name is kept, but nothing serves or reads any file of an upload',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      import multer from 'multer';
      import { PrismaClient } from '@prisma/client';
      const app = express();
      const prisma = new PrismaClient();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/orders/:id/photos', upload.single('photo'), async (request, response) => {
        await prisma.photo.create({ data: { order: request.params.id, path: request.file.path } });
        response.json({ done: true });
      });
      app.get('/log', (request, response) => response.send(fs.readFileSync('shop.log', 'utf8')));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'note', says: ['Nothing in the code serves or reads them yet'] }],
    silentWhen: [{ name: 'it stays in memory', replace: [["{ dest: 'uploads/' }", '']] }],
  },
  {
    name: 'the name is kept, and a file whose path is not written down is answered with',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      import multer from 'multer';
      import { PrismaClient } from '@prisma/client';
      const app = express();
      const prisma = new PrismaClient();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/orders/:id/photos', upload.single('photo'), async (request, response) => {
        await prisma.photo.create({ data: { order: request.params.id, path: request.file.path } });
        response.json({ done: true });
      });
      app.get('/log', (request, response) => response.send(fs.readFileSync('shop.log', 'utf8')));
      app.get('/photos/:id', async (request, response) => response.sendFile((await prisma.photo.findUnique({ where: { id: request.params.id } })).path));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it stays in memory', replace: [["{ dest: 'uploads/' }", '']] }],
  },
  {
    name: 'the name is kept, and a file whose path is not written down is read',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      import multer from 'multer';
      import { PrismaClient } from '@prisma/client';
      const app = express();
      const prisma = new PrismaClient();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/orders/:id/photos', upload.single('photo'), async (request, response) => {
        await prisma.photo.create({ data: { order: request.params.id, path: request.file.path } });
        response.json({ done: true });
      });
      app.get('/log', (request, response) => response.send(fs.readFileSync('shop.log', 'utf8')));
      app.get('/photos/:id', async (request, response) => response.send(fs.readFileSync((await prisma.photo.findUnique({ where: { id: request.params.id } })).path)));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it stays in memory', replace: [["{ dest: 'uploads/' }", '']] }],
  },
  {
    name: 'nothing keeps the name of the file, but its folder is served',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'public/uploads/' });
      //             ^^^^^^ upload-local-disk
      app.use(express.static('public'));
      app.post('/photos', upload.single('photo'), (request, response) => response.send('kept'));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it stays in memory', replace: [["{ dest: 'public/uploads/' }", '']] }],
  },
  {
    name: 'the name goes on with the request',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      import { remember } from './photos.ts';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => {
        remember(request);
        response.send('kept');
      });
      app.listen(3000);
      // file: src/photos.ts
      export const remember = (request) => request.log.info(request.file.filename);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [inMemory],
  },
  {
    name: 'the code names its files itself',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const storage = multer.diskStorage({
      //                     ^^^^^^^^^^^ upload-local-disk
        destination: 'uploads/',
        filename: (request, file, done) => done(null, request.user.id + '.jpg'),
      });
      const upload = multer({ storage });
      app.post('/photos', upload.single('photo'), (request, response) => response.send('kept'));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it stays in memory', replace: [['multer.diskStorage', 'multer.memoryStorage']] }],
  },
  {
    name: 'read and kept, and removed where it cannot be read',
    files: `
      // file: src/app.ts
      import { readFile, unlink } from 'node:fs/promises';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), async (request, response) => {
        try {
          const photo = await readFile(request.file.path);
          response.json({ id: request.file.filename, size: photo.length });
        } catch (problem) {
          await unlink(request.file.path);
        }
      });
      app.listen(3000);
      ${three}`,
    silentWhen: [inMemory],
  },
  {
    name: 'a file that is removed only when it is refused is kept otherwise',
    files: `
      // file: src/app.ts
      import { unlink } from 'node:fs/promises';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), async (request, response) => {
        if (request.file.size > 1000) await unlink(request.file.path);
        response.json({ id: request.file.filename });
      });
      app.listen(3000);
      ${three}`,
    silentWhen: [inMemory],
  },
  {
    name: 'a route that removes its file says nothing of another that keeps it',
    files: `
      // file: src/app.ts
      import { unlink } from 'node:fs/promises';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/prices', upload.single('prices'), async (request, response) => {
        try {
          response.send('read');
        } finally {
          await unlink(request.file.path);
        }
      });
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      ${three}`,
    silentWhen: [inMemory],
  },
  {
    name: 'a file that is removed only after a failure is kept otherwise',
    files: `
      // file: src/app.ts
      import { unlink } from 'node:fs/promises';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), async (request, response) => {
        try {
          response.json({ id: request.file.filename });
        } catch (problem) {
          await unlink(request.file.path);
        }
      });
      app.listen(3000);
      ${three}`,
    silentWhen: [inMemory],
  },
  {
    name: 'multer is given a folder',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      ${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: ['Uploads kept in `uploads/`', 'Each of 3 instances (compose.yaml:6) writes to its own `uploads/`.'],
      },
    ],
    silentWhen: [inMemory],
  },
  {
    name: 'disk storage with a folder of its own',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { upload } from './upload.ts';
      const app = express();
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      // file: src/upload.ts
      import path from 'node:path';
      import multer from 'multer';
      const folder = path.join(__dirname, '../public/photos');
      const storage = multer.diskStorage({ destination: folder, filename: (request, file, done) => done(null, file.originalname) });
      //                     ^^^^^^^^^^^ upload-local-disk
      export const upload = multer({ storage });
      ${three}`,
    expect: [{ severity: 'error', says: ['public/photos'] }],
    silentWhen: [
      { name: 'no folder is given', replace: [['destination: folder, ', '']] },
      {
        name: 'no program imports it',
        replace: [
          ["import { upload } from './upload.ts';", ''],
          ["upload.single('photo'), ", ''],
        ],
      },
    ],
  },
  {
    name: 'disk storage asks a function for the folder',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer, { diskStorage } from 'multer';
      const app = express();
      const storage = diskStorage({
      //              ^^^^^^^^^^^ upload-local-disk
        destination(request, file, done) {
          done(null, './uploads');
        },
      });
      app.post('/photos', multer({ storage }).array('photos'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error', confidence: 'high', says: ['uploads'] }],
    silentWhen: [{ name: 'the storage is memory', replace: [['diskStorage', 'memoryStorage']] }],
  },
  {
    name: 'a file left in the temporary folder is lost to the others, too',
    files: `
      // file: src/app.ts
      import os from 'node:os';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: os.tmpdir() });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'the handler removes it',
        replace: [
          ["import os from 'node:os';", "import os from 'node:os';\nimport fs from 'node:fs';"],
          ['response.json(', 'fs.unlinkSync(request.file.path) ?? response.json('],
        ],
      },
    ],
  },
  {
    name: 'removed from a folder of its own only after it was answered for is still kept there',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.delete('/photos/:id', (request, response) => response.send('removed'));
      app.listen(3000);
      ${three}`,
    silentWhen: [inMemory],
  },
  {
    name: 'a Nest interceptor is given a folder',
    files: `
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { PhotosController } from './photos.controller.ts';
      @Module({ controllers: [PhotosController] })
      export class AppModule {}
      // file: src/photos.controller.ts
      import { Controller, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
      import { FileInterceptor } from '@nestjs/platform-express';
      @Controller('photos')
      export class PhotosController {
        @Post()
        @UseInterceptors(FileInterceptor('photo', { dest: './uploads' }))
        //               ^^^^^^^^^^^^^^^ upload-local-disk
        keep(@UploadedFile() photo: { filename: string }) {
          return photo.filename;
        }
      }
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'no folder is given', replace: [["'photo', { dest: './uploads' }", "'photo'"]] }],
  },
  {
    name: 'express-fileupload moves the file',
    files: `
      // file: src/app.ts
      import express from 'express';
      import fileUpload from 'express-fileupload';
      const app = express();
      app.use(fileUpload());
      app.post('/photos', async (request, response) => {
        const { photo } = request.files;
        await photo.mv('public/photos/' + photo.name);
        //          ^^ upload-local-disk
        response.json({ id: request.file.filename });
      });
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error', says: ['public/photos'] }],
    silentWhen: [{ name: 'nothing calls the handler', replace: [["app.post('/photos', ", 'export const keep = (']] }],
  },
  {
    name: 'formidable is given a folder',
    files: `
      // file: src/app.ts
      import express from 'express';
      import formidable from 'formidable';
      const app = express();
      app.post('/photos', async (request, response) => {
        const form = formidable({ uploadDir: 'uploads', keepExtensions: true });
        //           ^^^^^^^^^^ upload-local-disk
        await form.parse(request);
        response.json({ id: request.file.filename });
      });
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'no folder is given', replace: [["uploadDir: 'uploads', ", '']] }],
  },
  {
    name: 'a Fastify handler writes the stream to a file',
    files: `
      // file: src/app.ts
      import { createWriteStream } from 'node:fs';
      import path from 'node:path';
      import { pipeline } from 'node:stream/promises';
      import multipart from '@fastify/multipart';
      import Fastify from 'fastify';
      const app = Fastify();
      app.register(multipart);
      app.post('/photos', async (request) => {
        const data = await request.file();
        await pipeline(data.file, createWriteStream(path.join('uploads', data.filename)));
        //                        ^^^^^^^^^^^^^^^^^ upload-local-disk
      });
      app.listen({ port: 3000 });
      ${three}`,
    expect: [{ severity: 'error', says: ['uploads'] }],
    silentWhen: [{ name: 'the request brings no upload', replace: [['await request.file()', 'request.body']] }],
  },
  {
    name: 'a volume of one machine is worth a note',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          volumes:
            - photos:/app/uploads
          deploy:
            replicas: 3
      volumes:
        photos:
    `,
    expect: [
      {
        severity: 'note',
        says: ['found only by instances that mount the same volume', 'The volume at /app/uploads'],
        related: ['compose.yaml:6'],
      },
    ],
    silentWhen: [inMemory],
  },
  {
    name: 'a folder that the environment names is worth a note',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: process.env.UPLOAD_FOLDER });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'it stays in memory', replace: [['{ dest: process.env.UPLOAD_FOLDER }', '']] }],
  },
  {
    name: 'one of several storages that the program can be set to is worth a note',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { localUpload } from './storage/local.ts';
      import { objectUpload } from './storage/objects.ts';
      const app = express();
      const upload = process.env.STORAGE === 'objects' ? objectUpload : localUpload;
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      // file: src/storage/local.ts
      import multer from 'multer';
      export const localUpload = multer({ dest: 'uploads/' });
      //                         ^^^^^^ upload-local-disk
      // file: src/storage/objects.ts
      import { S3Client } from '@aws-sdk/client-s3';
      import multer from 'multer';
      import multerS3 from 'multer-s3';
      export const objectUpload = multer({ storage: multerS3({ s3: new S3Client({}), bucket: 'photos' }) });
      ${three}`,
    expect: [{ severity: 'note', says: ['Choose the object storage'] }],
    silentWhen: [inMemory],
  },
  {
    name: 'a volume at the folder that the environment names',
    files: `
      // file: src/app.ts
      import path from 'node:path';
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const storage = multer.diskStorage({
      //                     ^^^^^^^^^^^ upload-local-disk
        destination: (request, file, done) => {
          const folder =
            process.env.NODE_ENV === 'development'
              ? path.resolve(__dirname, '../storage/photos')
              : path.resolve(process.env.STORAGE_DIR, 'photos');
          done(null, folder);
        },
      });
      app.post('/photos', multer({ storage }).single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      # file: k8s/shop.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 2
        template:
          spec:
            containers:
              - name: shop
                image: shop:1.0
                command: [node, src/app.ts]
                env:
                  - name: STORAGE_DIR
                    value: /storage
                volumeMounts:
                  - name: photos
                    mountPath: /storage
            volumes:
              - name: photos
                persistentVolumeClaim:
                  claimName: photos
    `,
    expect: [
      {
        severity: 'note',
        situation: 'many',
        says: [
          'Uploads kept in `/storage/photos` are found only by instances that mount the same',
          'The volume at /storage',
        ],
        related: ['k8s/shop.yaml:17'],
      },
    ],
    silentWhen: [
      { name: 'one instance is declared, which the volume outlives', replace: [['replicas: 2', 'replicas: 1']] },
      {
        name: 'all pods mount that volume',
        replace: [
          [
            '# file: k8s/shop.yaml',
            '# file: k8s/claim.yaml\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: photos\nspec:\n  accessModes: [ReadWriteMany]\n# file: k8s/shop.yaml',
          ],
        ],
      },
    ],
  },
  {
    name: 'one pod loses its disk at every deploy',
    files: `
      // file: src/app.ts
      import express from 'express';
      import multer from 'multer';
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
      # file: k8s/shop.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 1
        template:
          spec:
            containers:
              - name: shop
                image: shop:1.0
                command: [node, src/app.ts]
    `,
    expect: [{ severity: 'warning', situation: 'one-at-deploy', says: ['A deploy or restart loses uploads'] }],
    silentWhen: [inMemory],
  },
  {
    name: 'several processes of one host share its disk, so nothing is said of them',
    files: `
      // file: src/app.ts
      import cluster from 'node:cluster';
      import express from 'express';
      import multer from 'multer';
      if (cluster.isPrimary) for (let each = 0; each < 4; each++) cluster.fork();
      const app = express();
      const upload = multer({ dest: 'uploads/' });
      //             ^^^^^^ upload-local-disk
      app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [inMemory],
  },
];

checkRule(rule, [...silent, ...flagged]);
