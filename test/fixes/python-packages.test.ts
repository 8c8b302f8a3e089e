import { describe, expect, it } from 'vitest';
import {
  allDependencyEdits,
  askedVersion,
  dependencyEdits,
  environmentEdits,
  installCommand,
  manifestsFor,
  nearestPackage,
} from '../../src/fixes/packages.ts';
import { applyEdits } from '../../src/text/edits.ts';
import { engineOver, type Files } from './apply.ts';

const app = { 'api/shop/app.py': 'from flask import Flask\napp = Flask(__name__)\n' };

async function graphOf(files: Files) {
  return (await engineOver({ ...app, ...files })).analysis().graph;
}

const places: readonly { readonly name: string; readonly files: Files; readonly found: readonly string[] }[] = [
  { name: 'nothing', files: {}, found: [] },
  { name: 'a manifest beside, not above', files: { 'web/requirements.txt': 'flask\n' }, found: [] },
  { name: 'a package of npm', files: { 'api/package.json': '{}' }, found: [] },
  { name: 'requirements for tests', files: { 'api/requirements-dev.txt': 'pytest\n' }, found: [] },
  {
    name: 'a project file for tools alone',
    files: { 'api/pyproject.toml': '[tool.black]\nline-length = 88\n' },
    found: [],
  },
  {
    name: 'the nearest of several',
    files: { 'requirements.txt': 'flask\n', 'api/requirements.txt': 'flask\n' },
    found: ['api/requirements.txt'],
  },
  {
    name: 'a folder of requirements',
    files: { 'api/requirements/base.txt': 'flask\n', 'api/requirements/dev.txt': 'flask\npytest\n' },
    found: ['api/requirements/base.txt'],
  },
  {
    name: 'a project and what tools are told besides',
    files: { 'api/pyproject.toml': '[tool.black]\n', 'api/requirements.txt': 'Flask\n' },
    found: ['api/requirements.txt'],
  },
  {
    name: 'all that name what the file imports',
    files: {
      'api/pyproject.toml': '[project]\nname = "shop"\ndependencies = ["Flask"]\n',
      'api/requirements.txt': 'flask\n',
      'api/requirements-worker.txt': 'rq\n',
    },
    found: ['api/pyproject.toml', 'api/requirements.txt'],
  },
];

describe('manifestsFor', () => {
  it.each(places)('finds $name', async ({ files, found }) => {
    const graph = await graphOf(files);
    expect(manifestsFor(graph, 'api/shop/app.py', ['flask']).map(({ file }) => file)).toEqual(found);
    expect(nearestPackage(graph, 'api/shop/app.py')?.file).toBe(found[0]);
  });
});

const commands: readonly { readonly files: Files; readonly command: string }[] = [
  { files: { 'api/requirements.txt': 'flask\n' }, command: 'pip install -r api/requirements.txt' },
  { files: { 'api/Pipfile': '[packages]\nflask = "*"\n' }, command: 'pipenv install' },
  { files: { 'api/pyproject.toml': '[project]\nname = "a"\ndependencies = ["flask"]\n' }, command: 'pip install .' },
  {
    files: { 'api/pyproject.toml': '[project]\nname = "a"\ndependencies = ["flask"]\n', 'uv.lock': '' },
    command: 'uv sync',
  },
  {
    files: { 'api/pyproject.toml': '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\nflask = "*"\n' },
    command: 'poetry lock && poetry install',
  },
];

describe('packages of Python', () => {
  it.each(commands)('are installed by $command', async ({ files, command }) => {
    const node = nearestPackage(await graphOf(files), 'api/shop/app.py');
    expect(node === undefined ? '' : await installCommand(node, async (file) => files[file] ?? null)).toBe(command);
  });

  it('are told apart by the names that indexes compare, and added where they run', async () => {
    const files = { 'api/requirements/base.txt': 'Flask_Limiter==3.8.0\nflask==3.0.3\n' };
    const node = nearestPackage(await graphOf(files), 'api/shop/app.py');
    if (node === undefined) throw new Error('There is no manifest.');
    expect(askedVersion(node, 'flask-limiter')).toEqual([3, 8]);
    const read = async (file: string) => (files as Files)[file] ?? null;
    const [edit] = await dependencyEdits(node, { 'Flask-Limiter': '>=3', redis: '>=5.2.1,<7' }, read);
    expect(edit?.kind === 'change' && applyEdits(files['api/requirements/base.txt'], edit.edits)).toBe(
      'Flask_Limiter==3.8.0\nflask==3.0.3\nredis==5.2.1\n',
    );
    const [made] = await environmentEdits(node, [{ name: 'REDIS_URL', comment: 'The store.', example: '' }], read);
    expect(made?.file).toBe('api/.env.example');
  });

  const takingIn: readonly { readonly name: string; readonly files: Files; readonly changed: readonly string[] }[] = [
    {
      name: 'another file that has the package',
      files: { 'api/requirements.txt': '-r base.txt\nflask\n', 'api/base.txt': 'redis==5.2.1\nkombu\n' },
      changed: [],
    },
    {
      name: 'one through a second that has the package',
      files: {
        'api/requirements.txt': '--requirement=base.txt\nflask\n',
        'api/base.txt': '-r more/store.txt  # what is kept\nkombu\n',
        'api/more/store.txt': 'redis==5.2.1\n',
      },
      changed: [],
    },
    {
      name: 'another file that is given the package',
      files: { 'api/requirements.txt': '-r requirements-base.txt\nflask\n', 'api/requirements-base.txt': 'flask\n' },
      changed: ['api/requirements-base.txt'],
    },
    {
      name: 'another file without the package',
      files: { 'api/requirements.txt': '-r base.txt\nflask\n', 'api/base.txt': 'kombu\n' },
      changed: ['api/requirements.txt'],
    },
    {
      name: 'nothing, beside a file that has the package',
      files: { 'api/requirements.txt': 'flask\n', 'api/requirements-worker.txt': 'flask\nredis\n' },
      changed: ['api/requirements.txt'],
    },
  ];

  it.each(takingIn)('are named once where requirements take in $name', async ({ files, changed }) => {
    const nodes = manifestsFor(await graphOf(files), 'api/shop/app.py', ['flask']);
    const read = async (file: string) => files[file] ?? null;
    const edits = await allDependencyEdits(nodes, { redis: '>=5.2.1,<7' }, read);
    expect(edits.map(({ file }) => file)).toEqual(changed);
  });
});
