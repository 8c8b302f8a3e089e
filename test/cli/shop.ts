import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A shop on disk whose sign-in limiter counts on each of three instances. */
export const shopFiles: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify(
    {
      name: 'shop',
      main: 'src/server.js',
      scripts: { start: 'node src/server.js' },
      dependencies: { express: '^5.1.0', 'express-rate-limit': '^8.0.0' },
    },
    null,
    2,
  )}\n`,
  'src/server.js': [
    "const express = require('express');",
    "const { signIn } = require('./accounts');",
    'const app = express();',
    "app.post('/sign-in', signIn, (request, response) => response.send('welcome'));",
    'app.listen(3000);',
    '',
  ].join('\n'),
  'src/accounts.js': [
    "const { rateLimit } = require('express-rate-limit');",
    'exports.signIn = rateLimit({ windowMs: 60000, limit: 5 });',
    '',
  ].join('\n'),
  'compose.yaml': 'services:\n  api:\n    build: .\n    deploy:\n      replicas: 3\n',
};

export interface ShopOnDisk {
  readonly root: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: () => void;
}

export function shopOnDisk(): ShopOnDisk {
  const root = mkdtempSync(join(tmpdir(), 'second-instance-shop-'));
  const write: ShopOnDisk['write'] = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write(shopFiles);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
