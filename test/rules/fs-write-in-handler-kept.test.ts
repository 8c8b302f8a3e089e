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

const silent: readonly RuleCase[] = [
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
