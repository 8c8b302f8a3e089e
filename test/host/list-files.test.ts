import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles, wouldList } from '../../src/host/list-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-list-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const none = () => false;

const cases: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly listed: readonly string[];
}[] = [
  {
    title: 'code, manifests and deployment files, sorted',
    files: {
      'src/b.ts': '',
      'src/a.js': '',
      'package.json': '',
      'compose.yaml': '',
      'k8s/api.yml': '',
      'README.md': '',
    },
    listed: ['compose.yaml', 'k8s/api.yml', 'package.json', 'src/a.js', 'src/b.ts'],
  },
  {
    title: 'programs in bin need no ending',
    files: { 'bin/www': '', 'api/bin/start': '', www: '', 'src/www': '' },
    listed: ['api/bin/start', 'bin/www'],
  },
  {
    title: 'packages, output and declarations are left out',
    files: {
      'node_modules/x/a.js': '',
      'dist/a.js': '',
      'build/a.js': '',
      '.next/a.js': '',
      'a.d.ts': '',
      'a.min.js': '',
    },
    listed: [],
  },
  {
    title: 'a folder below the sources may be called after the trade',
    files: { 'src/vendor/vendors.ts': '', 'src/orders/build/build-order.ts': '', 'vendor/library.js': '' },
    listed: ['src/orders/build/build-order.ts', 'src/vendor/vendors.ts'],
  },
  {
    title: 'a nested .gitignore speaks for its own folder',
    files: {
      '.gitignore': 'generated/\n',
      'api/.gitignore': '*.js\n!keep.js\n',
      'api/a.js': '',
      'api/keep.js': '',
      'web/a.js': '',
      'web/generated/b.js': '',
    },
    listed: ['api/keep.js', 'web/a.js'],
  },
  {
    title: 'a nested .gitignore takes back what one above it says',
    files: {
      '.gitignore': '*.yaml\n',
      'deploy/.gitignore': '!api.yaml\n',
      'deploy/api.yaml': '',
      'deploy/web.yaml': '',
    },
    listed: ['deploy/api.yaml'],
  },
  {
    title: 'folders that begin with a dot are read unless tools keep their things there',
    files: { '.deploy/api.yaml': '', '.github/workflows/ci.yml': '', '.env': '', '.cache/a.js': '' },
    listed: ['.deploy/api.yaml', '.env'],
  },
];

describe('listing', () => {
  test.each(cases)('$title', ({ files, listed }) => {
    write(files);
    expect(listFiles(root, none).files).toEqual(listed);
    expect(
      Object.keys(files)
        .filter((path) => wouldList(root, path, none))
        .sort(),
    ).toEqual(listed);
  });

  test('links are not followed', () => {
    const outside = mkdtempSync(join(tmpdir(), 'second-instance-outside-'));
    writeFileSync(join(outside, 'secret.ts'), '');
    write({ 'src/a.ts': '' });
    symlinkSync(outside, join(root, 'linked'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'src/secret.ts'));
    symlinkSync(root, join(root, 'src/again'));
    expect(listFiles(root, none).files).toEqual(['src/a.ts']);
    rmSync(outside, { recursive: true, force: true });
  });

  test('the .gitignore of a repository counts in the folders below it', () => {
    write({
      '.git/HEAD': '',
      '.gitignore': 'generated/\n',
      'services/api/generated/a.ts': '',
      'services/api/b.ts': '',
    });
    expect(listFiles(join(root, 'services/api'), none).files).toEqual(['b.ts']);
  });

  test('a folder that its repository ignores is read when somebody names it', () => {
    write({ '.git/HEAD': '', '.gitignore': 'checkouts/\n', 'checkouts/shop/a.ts': '' });
    expect(listFiles(join(root, 'checkouts/shop'), none).files).toEqual(['a.ts']);
  });

  test('what the configuration excludes is left out', () => {
    write({ 'tools/seed.ts': '', 'src/a.ts': '' });
    expect(listFiles(root, (path) => path.startsWith('tools/')).files).toEqual(['src/a.ts']);
  });
});
