import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { pythonLoader } from '../../src/host/load-python.ts';

async function toldIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-26', loadPython: pythonLoader() });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return engine.analysis().findings.map(({ ruleId, file, range }) => `${ruleId} ${file}:${range.start.line + 1}`);
}

const manifest = JSON.stringify({ name: 'orders', dependencies: {} });

/** What one function of the file puts in, another gives out. */
const orders = [
  'const carts = new Map();',
  'export const put = async (event) => { carts.set(event.user, event.body); return { statusCode: 204 }; };',
  'export const list = async (event) => ({ statusCode: 200, body: carts.get(event.user) });',
].join('\n');

const serverless = (handlers: readonly string[]): string =>
  [
    'provider: { name: aws, runtime: nodejs22.x }',
    'functions:',
    ...handlers.map((handler, index) => `  function${index}: { handler: ${handler} }`),
  ].join('\n');

test('functions that nobody calls', async () => {
  const files = { 'package.json': manifest, 'src/orders.js': orders };
  expect(await toldIn(files)).toEqual([]);
});

test('functions that a file of the platform names, whatever they are called', async () => {
  const files = {
    'package.json': manifest,
    'src/orders.js': orders,
    'serverless.yml': serverless(['src/orders.put', 'src/orders.list']),
  };
  expect(await toldIn(files)).toEqual(['state-module-collection src/orders.js:1']);
});

test('functions in TypeScript, whose built files are named', async () => {
  const files = {
    'package.json': manifest,
    'src/orders.ts': orders.replaceAll('(event)', '(event: Order)'),
    'serverless.yml': serverless(['dist/orders.put', 'dist/orders.list']),
  };
  expect(await toldIn(files)).toEqual(['state-module-collection src/orders.ts:1']);
});

test('names that the file does not export', async () => {
  const files = {
    'package.json': manifest,
    'src/orders.js': orders,
    'serverless.yml': serverless(['src/orders.save', 'src/order.list']),
  };
  expect(await toldIn(files)).toEqual([]);
});

test('functions in Python, by a template of SAM', async () => {
  const files = {
    'template.yaml': [
      'Transform: AWS::Serverless-2016-10-31',
      'Globals: { Function: { Runtime: python3.13, CodeUri: src/ } }',
      'Resources:',
      '  Put: { Type: AWS::Serverless::Function, Properties: { Handler: orders.put } }',
      '  List: { Type: AWS::Serverless::Function, Properties: { Handler: orders.show } }',
    ].join('\n'),
    'src/requirements.txt': 'boto3==1.40.0\n',
    'src/orders.py': [
      'carts = {}',
      'def put(event, context):',
      '    carts[event["user"]] = event["body"]',
      '    return {"statusCode": 204}',
      'def show(event, context):',
      '    return {"statusCode": 200, "body": carts.get(event["user"])}',
    ].join('\n'),
  };
  expect(await toldIn(files)).toEqual(['state-module-collection src/orders.py:1']);
});
