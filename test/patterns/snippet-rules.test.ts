import { expect, test } from 'vitest';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { type CodeTemplate, codeOf, type TemplateLanguage } from '../../src/patterns/template.ts';
import { engineOver, type Files } from '../fixes/apply.ts';

/** A service on three instances that uses a snippet as somebody would who has just inserted it. */
function serviceWith(template: CodeTemplate, language: TemplateLanguage): Files {
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
