import { describe, expect, it } from 'vitest';
import { type Files, manifest, see, server } from './workspace.ts';

const started: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' } }),
  'server.js': server,
};

const report = "import { Pool } from 'pg';\nexport const pool = new Pool();\n";

describe('what was not seen', () => {
  it.each<[string, Files, readonly string[], readonly string[]]>([
    ['nothing', started, ['README.md', 'picture.png'], []],
    [
      'a package that nothing starts',
      {
        ...started,
        'reports/package.json': manifest('@shop/reports'),
        'reports/index.js': report,
      },
      [],
      ['No start command or listener leads into @shop/reports, so nothing in it is judged.'],
    ],
    [
      'not a package that a program imports',
      {
        ...started,
        'server.js': `${server}import './reports/index.js';\n`,
        'reports/package.json': manifest('@shop/reports'),
        'reports/index.js': report,
      },
      [],
      [],
    ],
    [
      'files of other languages',
      started,
      ['worker/main.go', 'worker/a.go', 'jobs/report.py'],
      ['2 Go files were not read.', '1 Python file was not read.'],
    ],
    [
      'imports that are made while it runs',
      { ...started, 'server.js': `${server}const name = process.argv[2];\nawait import(name);\n` },
      [],
      ['server.js:6 imports modules whose names are made while it runs; they are not followed.'],
    ],
    [
      'stores that nobody knows',
      { ...started, '.env': 'ORDERS_URL=neo4j://x@orders/shop\nSITE_URL=https://example.net\n' },
      [],
      ['ORDERS_URL (.env:1) leads to a store that is not known here: neo4j.'],
    ],
  ])('%s', (_, files, unread, expected) => {
    expect(see(files, '', unread).system.blind).toEqual(expected);
  });
});
