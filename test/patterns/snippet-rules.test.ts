import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { triggerWords } from '../../src/catalog/triggers.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inProcessReader } from '../../src/engine/in-process-reader.ts';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { type CodeTemplate, codeOf, type TemplateLanguage } from '../../src/patterns/template.ts';
import type { Files } from '../fixes/apply.ts';
import { parser } from '../sources/python/parser.ts';

/** An engine over files in memory, that reads Python as well. */
async function engineOver(files: Files) {
  const reader = inProcessReader(triggerWords(catalog), async () => parser);
  const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23', reader });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return engine;
}

/** A service on three instances that uses a snippet as somebody would who has just inserted it. */
function serviceWith(template: CodeTemplate, language: TemplateLanguage): Files {
  if (language === 'python') return pythonServiceWith(template);
  const ending = language === 'typescript' ? 'ts' : 'js';
  const code = language === 'yaml' ? '' : codeOf(template, language);
  const exported = /^export (?:const|(?:async )?function) (\w+)/m.exec(code)?.[1];
  return {
    'package.json': `${JSON.stringify({
      name: 'orders',
      type: 'module',
      main: `src/server.${ending}`,
      scripts: { start: `node src/server.${ending}` },
      dependencies: { express: '^5.1.0', ...template.packages },
    })}\n`,
    [`src/server.${ending}`]: `import express from 'express';
import ${exported === undefined ? '' : `{ ${exported} } from `}'./inserted.${ending}';
const app = express();
app.post('/sign-in', ${exported ?? ''}${exported === undefined ? '' : ', '}(_request, response) => {
  response.json({});
});
app.listen(3000);
`,
    [`src/inserted.${ending}`]: code,
    'compose.yaml': `services:\n  orders:\n    build: .\n    command: node src/server.${ending}\n    deploy:\n      replicas: 3\n`,
    ...(language === 'yaml' && { 'k8s/inserted.yaml': codeOf(template, 'yaml') }),
  };
}

/** The same in Python: a limiter stands before the route, as its framework has it. */
function pythonServiceWith(template: CodeTemplate): Files {
  const code = codeOf(template, 'python');
  const isFastapi = 'fastapi' in template.packages;
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
  const requirements = ['flask', 'fastapi', ...Object.keys(template.packages)];
  return {
    'requirements.txt': `${requirements.join('\n')}\n`,
    'app.py': isFastapi ? fastapi : flask,
    'inserted.py': code,
    'compose.yaml':
      'services:\n  orders:\n    build: .\n    command: gunicorn -w 4 app:app\n    deploy:\n      replicas: 3\n',
  };
}

const rows = snippetTemplates.flatMap((template) => template.languages.map((language) => ({ template, language })));

test.each(rows)('$template.id ($language) passes the rules', async ({ template, language }) => {
  const { findings, problems } = (await engineOver(serviceWith(template, language))).analysis();
  expect(problems).toEqual([]);
  const inserted = findings.filter(({ file }) => file.includes('inserted'));
  expect(inserted.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

test('a limiter without its store would not pass them', async () => {
  const template = snippetTemplates.find(({ id }) => id === 'rate-limit-per-ip');
  if (template === undefined) throw new Error('There is no snippet of a limiter.');
  const files = serviceWith(template, 'typescript');
  const bare = files['src/inserted.ts']?.replace(/ {2}store: new RedisStore\([\s\S]*?\n {2}\}\),\n/, '') ?? '';
  expect(bare).not.toContain('new RedisStore');
  const { findings } = (await engineOver({ ...files, 'src/inserted.ts': bare })).analysis();
  expect(findings.map(({ ruleId }) => ruleId)).toContain('ratelimit-memory-store');
});

test('a limiter in Python without its store would not pass them either', async () => {
  const template = snippetTemplates.find(({ id }) => id === 'rate-limit-per-ip-flask');
  if (template === undefined) throw new Error('There is no snippet of a limiter.');
  const files = serviceWith(template, 'python');
  const bare = files['inserted.py']?.replace(/^ {4}storage_uri=.*\n/m, '') ?? '';
  expect(bare).not.toContain('storage_uri');
  const { findings } = (await engineOver({ ...files, 'inserted.py': bare })).analysis();
  expect(findings.map(({ ruleId }) => ruleId)).toContain('ratelimit-memory-store');
});
