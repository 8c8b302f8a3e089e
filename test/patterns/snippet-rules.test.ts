import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { triggerWords } from '../../src/catalog/triggers.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inProcessReader } from '../../src/engine/in-process-reader.ts';
import type { Files } from '../fixes/apply.ts';
import { parser } from '../sources/python/parser.ts';
import { rowsIn, type SnippetRow, snippetRows, told } from './snippet-rows.ts';

/** An engine over files in memory, that reads Python as well. */
async function engineOver(files: Files) {
  const reader = inProcessReader(triggerWords(catalog), async () => parser);
  const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23', reader });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return engine;
}

/** A service on three instances that uses a snippet as somebody would who has just inserted it. */
function serviceWith({ language, template, text }: Pick<SnippetRow, 'language' | 'template' | 'text'>): Files {
  if (language === 'python') return pythonServiceWith(template.packages, text);
  const isScript = language === 'typescript' || language === 'javascript';
  const ending = language === 'typescript' ? 'ts' : 'js';
  const exported = isScript ? /^export (?:const|(?:async )?function) (\w+)/m.exec(text)?.[1] : undefined;
  const ownFile = isScript ? `src/inserted.${ending}` : fileOf[language];
  if (ownFile === undefined) throw new Error(`Where does ${language} stand?`);
  return {
    'package.json': `${JSON.stringify({
      name: 'orders',
      type: 'module',
      main: `src/server.${ending}`,
      scripts: { start: `node src/server.${ending}` },
      dependencies: { express: '^5.1.0', ...template.packages },
    })}\n`,
    [`src/server.${ending}`]: `import express from 'express';
${isScript ? `import ${exported === undefined ? '' : `{ ${exported} } from `}'./inserted.${ending}';` : ''}
const app = express();
app.post('/sign-in', ${exported ?? ''}${exported === undefined ? '' : ', '}(_request, response) => {
  response.json({});
});
app.listen(3000);
`,
    'compose.yaml': `services:\n  orders:\n    build: .\n    command: node src/server.${ending}\n    deploy:\n      replicas: 3\n`,
    [ownFile]: text,
  };
}

/** Where a file of a language lies that is no code. */
const fileOf: Readonly<Record<string, string>> = {
  yaml: 'k8s/inserted.yaml',
  dockercompose: 'inserted/compose.yaml',
  dockerfile: 'inserted/Dockerfile',
  nginx: 'inserted/nginx.conf',
  haproxy: 'inserted/haproxy.cfg',
};

/** The same in Python: a limiter stands before the route, as its framework has it. */
function pythonServiceWith(packages: Readonly<Record<string, string>>, code: string): Files {
  const isFastapi = 'fastapi' in packages;
  const limit = /^(?:async def )?(\w+_limit)\b/m.exec(code)?.[1];
  const imported = `import inserted\n${limit === undefined ? '' : `from inserted import ${limit}\n`}`;
  const flask = `from flask import Flask
${imported}
app = Flask(__name__)

@app.post("/sign-in")
${limit === undefined ? '' : `@${limit}\n`}def sign_in():
    return {}
`;
  const fastapi = `from fastapi import Depends, FastAPI
${imported}
app = FastAPI()

@app.post("/sign-in"${limit === undefined ? '' : `, dependencies=[Depends(${limit})]`})
async def sign_in():
    return {}
`;
  const requirements = ['flask', 'fastapi', ...Object.keys(packages)];
  return {
    'requirements.txt': `${requirements.join('\n')}\n`,
    'app.py': isFastapi ? fastapi : flask,
    'inserted.py': code,
    'compose.yaml':
      'services:\n  orders:\n    build: .\n    command: gunicorn -w 4 app:app\n    deploy:\n      replicas: 3\n',
  };
}

test.each(told(snippetRows))('%s passes the rules', async (_, row) => {
  const { findings, problems } = (await engineOver(serviceWith(row))).analysis();
  expect(problems).toEqual([]);
  const inserted = findings.filter(({ file }) => file.includes('inserted'));
  expect(inserted.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

// What each of these rows would be without the line that makes it right.
const wronged = [
  ['rate-limit-per-ip', 'typescript', / {2}store: new RedisStore\([\s\S]*?\n {2}\}\),\n/, 'ratelimit-memory-store'],
  ['rate-limit-per-ip-flask', 'python', /^ {4}storage_uri=.*\n/m, 'ratelimit-memory-store'],
] as const;

test.each(wronged)('%s in %s would not pass without its store', async (id, language, line, ruleId) => {
  const row = rowsIn(language).find(({ template }) => template.id === id);
  if (row === undefined) throw new Error(`There is no snippet ${id}.`);
  const bare = row.text.replace(line, '');
  expect(bare).not.toBe(row.text);
  const { findings } = (await engineOver(serviceWith({ ...row, text: bare }))).analysis();
  expect(findings.map((finding) => finding.ruleId)).toContain(ruleId);
});
