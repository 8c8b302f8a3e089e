import { beforeAll, describe, expect, test } from 'vitest';
import { pythonLoader } from '../../src/host/load-python.ts';
import { splitImports } from '../../src/patterns/imports.ts';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { codeOf, type SnippetTemplate } from '../../src/patterns/template.ts';
import { topStatements as topOfPython, withNames } from '../../src/sources/python/edit.ts';
import { topStatements } from '../../src/sources/script/edit.ts';
import type { SyntaxParser } from '../../src/text/syntax-node.ts';
import { compileEach } from '../patterns/compile.ts';
import { cursor, engineOf, type Files, inserted, withOffer } from './inserted.ts';

const inline = snippetTemplates.filter(({ placement, files }) => placement === 'inline' && files.length === 0);
const scripts = inline.filter(({ languages }) => languages.includes('typescript'));
const pythons = inline.filter(({ languages }) => languages.includes('python'));

const all = (templates: readonly SnippetTemplate[]) =>
  templates.flatMap(({ packages, frameworks }) => [...Object.keys(packages), ...frameworks]);

const service: Files = {
  'node/package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    main: 'server.js',
    dependencies: Object.fromEntries(all(scripts).map((name) => [name, '*'])),
  }),
  'node/server.js': "import express from 'express';\nexpress().listen(3000);\n",
  'python/requirements.txt': all(pythons).join('\n'),
  'python/app.py': 'from flask import Flask\n\napp = Flask(__name__)\napp.run()\n',
};

let parser: SyntaxParser;
let engine: Awaited<ReturnType<typeof engineOf>>;

beforeAll(async () => {
  parser = await pythonLoader()();
  engine = await engineOf(service);
});

async function into(file: string, text: string, id: string, prefix: string): Promise<string> {
  const typed = `${text}${prefix}`;
  const { items } = await engine.complete(engine.analysis(), { file, text: typed, offset: typed.length });
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`${id} is not offered.`);
  return inserted({ [file]: typed }, file, item);
}

/** Every name that the code of a template declares at its top, imports left out. */
function namesOf(template: SnippetTemplate, language: 'typescript' | 'javascript' | 'python'): readonly string[] {
  const { rest } = splitImports(template, language);
  const code = codeOf(rest, language);
  const statements =
    language === 'python'
      ? topOfPython(parser, code)
      : topStatements(`a.${language === 'typescript' ? 'ts' : 'js'}`, code);
  return [...new Set(statements.flatMap(({ names }) => names))];
}

describe('every template, where a file has all of its names for something else', () => {
  test.each(['ts', 'js'] as const)('in %s', { timeout: 180_000 }, async (ending) => {
    const language = ending === 'ts' ? 'typescript' : 'javascript';
    const files: Record<string, string> = {};
    for (const template of scripts.filter(({ languages }) => languages.includes(language))) {
      const names = namesOf(template, language);
      expect(names.length, template.id).toBeGreaterThan(0);
      const own = names.map((name) => `const ${name} = 'of the file';\nconsole.log(${name}.length);\n`).join('');
      const text = await into(`node/own-${template.id}.${ending}`, `${own}\n`, template.id, template.prefix);
      for (const name of names) expect(text).toContain(`const ${name} = 'of the file';`);
      files[`${template.id}.${ending}`] = text;
    }
    expect(Object.keys(files).length).toBeGreaterThan(15);
    for (const [file, messages] of compileEach(ending, files)) expect([file, ...messages]).toEqual([file]);
  });

  test('in Python', { timeout: 180_000 }, async () => {
    let checked = 0;
    for (const template of pythons) {
      const names = namesOf(template, 'python');
      expect(names.length, template.id).toBeGreaterThan(0);
      const own = names.map((name) => `${name}: int = 1\n`).join('');
      const text = await into(`python/own_${template.id}.py`, `${own}\n\n`, template.id, template.prefix);
      const bound = topOfPython(parser, text).flatMap((each) => each.names);
      expect(
        bound.filter((name, at) => bound.indexOf(name) !== at),
        template.id,
      ).toEqual([]);
      // A name that were left as it was would be used as the file's own.
      const code = text.slice(text.indexOf(own) + own.length);
      expect(withNames(parser, code, new Map(names.map((name) => [name, 'left'])))).toBe(code);
      checked++;
    }
    expect(checked).toBeGreaterThan(15);
  });
});

describe('names of a file', () => {
  const python = (text: string): Record<string, string> => ({
    'requirements.txt': 'flask\nredis\n',
    'app.py': `${text}\n\nscale-lock${cursor}\n`,
    'main.py': 'from flask import Flask\nimport app\n\nserver = Flask(__name__)\nserver.run()\n',
    'compose.yaml': 'services:\n  web:\n    build: .\n    command: python main.py\n    deploy:\n      replicas: 2\n',
  });

  test.each([
    ['the module', 'import redis\n\nSHARED = redis.Redis()', 'redis2 = redis.Redis.from_url(', 'redis2.lock('],
    ['a member', 'from clients import redis\n\nredis.get("a")', 'redis2 = Redis.from_url(', 'redis2.lock('],
    ['within a branch', 'try:\n    import redis\nexcept ImportError:\n    redis = None', 'redis2 = ', 'redis2.lock('],
  ])('of Python stay what they are: redis is %s', async (_, head, made, used) => {
    const text = await withOffer(python(head), 'app.py', 'lock-redis-py');
    expect(text).toContain(made);
    expect(text).toContain(used);
    expect(text.match(/^redis = /gm)).toBeNull();
    for (const line of head.split('\n')) expect(text).toContain(line);
  });

  test('are used where they are made by the same words', async () => {
    const head = 'import logging\n\nlogger = logging.getLogger(__name__)';
    const text = await withOffer(python(head), 'app.py', 'lock-redis-py');
    expect(text.match(/getLogger/g)).toHaveLength(1);
    expect(text).toContain('logger.exception("A lock ended');
    const other = await withOffer(
      python('import logging\n\nlogger = logging.getLogger("shop")'),
      'app.py',
      'lock-redis-py',
    );
    expect(other).toContain('logger2 = logging.getLogger(__name__)');
    expect(other).toContain('logger2.exception("A lock ended');
  });

  test('of Python are found within texts', async () => {
    const files: Record<string, string> = { ...python('QUEUE = 1'), 'requirements.txt': 'flask\npika\n' };
    files['app.py'] = files['app.py']?.replace('scale-lock', 'scale-queue-producer-pika') ?? '';
    const text = await withOffer(files, 'app.py', 'queue-producer-pika');
    expect(text).toContain('QUEUE2 = "reports"');
    expect(text).toContain('dead = f"{QUEUE2}.dead"');
    expect(text).toContain('routing_key=QUEUE2,');
  });

  const script = (text: string): Files => ({
    'package.json':
      '{ "name": "shop", "type": "module", "main": "src/server.js", "dependencies": { "express": "^5.1.0", "redis": "^5.12.0", "pg": "^8.16.0" } }',
    'src/server.js': "import express from 'express';\nimport './own.js';\n\nexpress().listen(3000);\n",
    'src/own.js': text,
  });

  test.each([
    [
      'a slot’s own name',
      'export const pool = new Set();',
      'pool-pg',
      'scale-pool-pg',
      'export const pool2 = new Pool({',
      'pool2.on(',
    ],
    [
      'an import',
      "import { databaseUrl } from './settings.js';\nconsole.log(databaseUrl);",
      'pool-pg',
      'scale-pool-pg',
      'const databaseUrl2 = process.env.DATABASE_URL;',
      'connectionString: databaseUrl2,',
    ],
    [
      'a function',
      'export function scriptName() {}',
      'rate-limit-per-ip',
      'scale-rate-limit-ip',
      'function scriptName2(command, error) {',
      'return scriptName2(command, error);',
    ],
    [
      'what is destructured',
      'const { redisUrl } = process.env;\nconsole.log(redisUrl);',
      'lock',
      'scale-lock',
      'const redisUrl2 = process.env.REDIS_URL;',
      'url: redisUrl2,',
    ],
  ])('of a script stay what they are: %s', async (_, head, id, prefix, made, used) => {
    const text = await withOffer(script(`${head}\n\n${prefix}${cursor}\n`), 'src/own.js', id);
    for (const line of head.split('\n')) expect(text).toContain(line);
    expect(text).toContain(made);
    expect(text).toContain(used);
  });

  test('that stand within functions alone are free', async () => {
    const text = await withOffer(
      script(`export function open() {\n  const pool = 1;\n  return pool;\n}\n\nscale-pool-pg${cursor}\n`),
      'src/own.js',
      'pool-pg',
    );
    expect(text).toContain('export const pool = new Pool({');
  });

  test('what is declared by the same words is not declared again', async () => {
    const once = await withOffer(script(`scale-cache-aside${cursor}\n`), 'src/own.js', 'cache-aside');
    const head = once.trimEnd();
    const twice = await withOffer(script(`${head}\n\nscale-lock${cursor}\n`), 'src/own.js', 'lock');
    expect(twice.match(/createClient\(/g)).toHaveLength(1);
    expect(twice.match(/function inTime\(/g)).toHaveLength(1);
  });
});
