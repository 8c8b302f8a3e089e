import { rule } from '../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const settings = (first: string, read = 'settings.current', mark = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import { settings } from './settings.ts';
  const app = express();
  app.put('/settings', (request, response) => { settings.change(request.body); response.sendStatus(204); });
  app.get('/settings', (request, response) => response.json(${read}));
  app.listen(3000);
  // file: src/settings.ts
  import fs from 'node:fs';
  import path from 'node:path';
  class Settings {
    path = path.join(process.cwd(), 'data', 'settings.json');
    current: Record<string, string> = {};
    constructor() {
      ${first}
    }
    change(body: Record<string, string>) {
      this.current = { ...this.current, ...body };
      fs.writeFileSync(this.path, JSON.stringify(this.current));${mark}
    }
  }
  export const settings = new Settings();
`;

const reading = "this.current = JSON.parse(fs.readFileSync(this.path, 'utf8'));";
const marked = '\n      // ^^^^^^^^^^^^^ fs-write-in-handler';

/** Bills that lie on the disk, or in a bucket where a setting says so. */
const bills = (write: string): string => `
  // file: src/app.ts
  import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import express from 'express';
  import { createReadStream } from 'node:fs';
  import { writeFile } from 'node:fs/promises';
  import { fileURLToPath } from 'node:url';
  import { settings } from './settings.ts';
  const s3 = new S3Client({});
  const folder = fileURLToPath(new URL('../bills', import.meta.url));
  const upload = (id, body) => s3.send(new PutObjectCommand({ Bucket: 'bills', Key: id, Body: body }));
  const app = express();
  app.post('/bills/:id', async (request, response) => {
    ${write}
    response.end();
  });
  app.get('/bills/:id', (request, response) => {
    createReadStream(fileURLToPath(new URL(\`../bills/\${request.params.id}.pdf\`, import.meta.url))).pipe(response);
  });
  app.listen(3000);
  // file: src/settings.ts
  export const settings = { remote: process.env.REMOTE === 'yes' };
`;

const silent: readonly RuleCase[] = [
  {
    name: 'what is written goes on into object storage',
    gate: 'shared',
    files: bills(`await writeFile(\`\${folder}/\${request.params.id}.pdf\`, request.body);
    await upload(request.params.id, request.body);`),
  },
  {
    name: 'it goes on there where a setting says so',
    gate: 'shared',
    files: bills(`await writeFile(\`\${folder}/\${request.params.id}.pdf\`, request.body);
    if (settings.remote) await upload(request.params.id, request.body);`),
  },
  { name: 'settings that are not read from the file', gate: 'role', files: settings('this.current = {};') },
  {
    name: 'a file that is read at the start, and of which no request asks for anything',
    gate: 'role',
    files: settings(reading, "'closed'"),
  },
  {
    name: 'another file that is read at the start',
    gate: 'role',
    files: settings("this.current = JSON.parse(fs.readFileSync('data/defaults.json', 'utf8'));"),
  },
  {
    name: 'a file that is read at the start and only tells what to print',
    gate: 'role',
    files: settings("console.log(fs.readFileSync(this.path, 'utf8'));"),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'one branch of a setting uploads, and the other one writes',
    files: bills(`if (settings.remote) await upload(request.params.id, request.body);
    else await writeFile(\`\${folder}/\${request.params.id}.pdf\`, request.body);
    //         ^^^^^^^^^ fs-write-in-handler`),
    expect: [{ says: ['bills/*.pdf'] }],
    silentWhen: [{ name: 'it uploads in both', replace: [['else await', 'await']] }],
  },
  {
    name: 'the setting answers first',
    files: bills(`if (settings.remote) { await upload(request.params.id, request.body); return response.end(); }
    await writeFile(\`\${folder}/\${request.params.id}.pdf\`, request.body);
    //    ^^^^^^^^^ fs-write-in-handler`),
    silentWhen: [{ name: 'nobody reads it', replace: [['createReadStream(', 'String(']] }],
  },
  {
    name: 'two tests of one setting that never hold together',
    files: bills(`if (settings.remote) await upload(request.params.id, request.body);
    if (!settings.remote) await writeFile(\`\${folder}/\${request.params.id}.pdf\`, request.body);
    //                          ^^^^^^^^^ fs-write-in-handler`),
    silentWhen: [{ name: 'the tests may both hold', replace: [['if (!settings.remote)', 'if (request.body)']] }],
  },
  {
    name: 'settings that are read at the start, kept in memory and written by a request',
    files: settings(reading, 'settings.current', marked),
    expect: [
      {
        says: [
          'Running instances miss what PUT /settings writes to `data/settings.json`',
          'ask there rather than in memory',
        ],
      },
    ],
    silentWhen: [
      { name: 'no request asks for them', replace: [['response.json(settings.current)', 'response.json({})']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
