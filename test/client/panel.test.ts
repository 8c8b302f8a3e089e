import { describe, expect, test } from 'vitest';
import { panelHtml } from '../../src/client/panel-html.ts';
import { panelMessage, placesOf } from '../../src/client/panel-messages.ts';
import { createSentPicture } from '../../src/client/sent-picture.ts';
import type { OpenMessage, Picture } from '../../src/protocol/panel.ts';

const page = {
  cspSource: 'https://files.example',
  nonce: 'n0nce',
  script: 'https://files.example/panel.js',
  style: 'https://files.example/panel.css',
  title: 'Architecture',
};

test('the page allows its own script, its own styles, and nothing from anywhere else', () => {
  const html = panelHtml(page);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
  expect(policy).toBe(
    "default-src 'none'; img-src https://files.example data:; style-src https://files.example 'unsafe-inline'; script-src 'nonce-n0nce'",
  );
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<script type="module" nonce="n0nce" src="https://files.example/panel.js">');
  expect(html).not.toMatch(/user-scalable|\son\w+=/);
});

describe('messages of the panel are checked', () => {
  const good = [
    { type: 'ready' },
    { type: 'trouble', message: 'It could not be laid out.' },
    { type: 'open', kind: 'component', id: 'orders-db', index: 0, version: 1 },
    { type: 'open', kind: 'finding', id: 'cron-in-process', index: 3, version: 1, fix: true },
    { type: 'export', format: 'svg', text: '<svg/>' },
    { type: 'wish', view: 'instances', hosts: { api: 4 }, collapsed: ['external'], expanded: [] },
    { type: 'wish', view: null, hosts: {}, collapsed: [], expanded: [] },
    { type: 'cursor' },
  ];
  test.each(good)('$type is understood', (message) => {
    expect(panelMessage(message)).toEqual(message);
  });
  const bad = [
    null,
    'ready',
    { type: 'run', command: 'rm' },
    { type: 'open', kind: 'file', id: '/etc/passwd', index: 0, version: 1 },
    { type: 'open', kind: 'component', id: 'orders-db', index: -1, version: 1 },
    { type: 'open', kind: 'component', id: 'orders-db', index: 0.5, version: 1 },
    { type: 'open', kind: 'component', id: 'orders-db', index: 0 },
    { type: 'export', format: 'exe', text: '' },
    { type: 'export', format: 'svg', text: 'x'.repeat(10 * 1024 * 1024 + 1) },
    { type: 'trouble' },
    { type: 'wish', view: 'later', hosts: {}, collapsed: [], expanded: [] },
    { type: 'wish', view: null, hosts: { api: 0 }, collapsed: [], expanded: [] },
    { type: 'wish', view: null, hosts: { api: 100_000 }, collapsed: [], expanded: [] },
    { type: 'wish', view: null, hosts: {}, collapsed: [7], expanded: [] },
    { type: 'wish', view: null },
  ];
  test.each(bad.map((message) => ({ message })))('$message is dropped', ({ message }) => {
    expect(panelMessage(message)).toBeNull();
  });
  test('what a known message carries besides is not passed on', () => {
    expect(panelMessage({ type: 'ready', file: '/etc/passwd' })).toEqual({ type: 'ready' });
  });
});

const undrawn = {
  view: 'now',
  programs: [],
  hosts: {},
  annotations: { components: [], connections: [], findings: [] },
  written: '',
  mermaid: '',
  mermaidFlat: '',
  layout: '',
  outline: '',
  lines: [],
  nodes: [],
  edges: [],
  stale: false,
} as const;
const findings = { error: 0, warning: 0, note: 0 };
const range = { start: { line: 2, character: 8 }, end: { line: 2, character: 15 } };
const at = (file: string, line: number) => ({ file, line });

test('a place is taken from the picture that was sent; each of several connections of one pair has its own', () => {
  const connection = { from: 'api', to: 'db', kind: 'sql', confidence: 'high', findings } as const;
  const picture: Picture = {
    overlay: {
      components: [
        {
          id: 'api',
          kind: 'service',
          name: 'api',
          evidence: [at('src/server.ts', 4), at('compose.yaml', 9)],
          findings,
        },
      ],
      connections: [
        { ...connection, evidence: [at('src/orders.ts', 1)] },
        { ...connection, to: 'cache', evidence: [at('src/cache.ts', 2)] },
        { ...connection, evidence: [at('src/payments.ts', 3)] },
      ],
    },
    ...undrawn,
    annotations: {
      components: [],
      connections: [],
      findings: [
        {
          ruleId: 'session-memory-store',
          severity: 'error',
          message: 'Sessions stay in one process.',
          place: { file: 'src/app.ts', range },
          fixes: [],
          components: ['api'],
          connections: [],
          holds: 'sessions',
        },
      ],
    },
  };
  const places = (kind: OpenMessage['kind'], id: string, index: number) =>
    placesOf(picture, { type: 'open', kind, id, index });
  expect(places('component', 'api', 0)).toEqual([at('src/server.ts', 4), at('compose.yaml', 9)]);
  expect(places('connection', 'api → db', 0)).toEqual([at('src/orders.ts', 1)]);
  expect(places('connection', 'api → db', 2)).toEqual([at('src/payments.ts', 3)]);
  expect(places('finding', 'session-memory-store', 0)).toEqual([{ file: 'src/app.ts', line: 2, range }]);
  // The picture changed since: something else stands there now, or nothing.
  expect(places('connection', 'api → db', 1)).toEqual([]);
  expect(places('connection', 'api → db', 3)).toEqual([]);
  expect(places('component', 'gone', 0)).toEqual([]);
  expect(places('finding', 'cron-in-process', 0)).toEqual([]);
  expect(places('finding', 'session-memory-store', 1)).toEqual([]);
});

test('what is clicked is looked up in the folder that the picture is of', () => {
  const of = (file: string): Picture => ({
    overlay: {
      components: [{ id: 'api', kind: 'service', name: 'api', evidence: [at(file, 1)], findings }],
      connections: [],
    },
    ...undrawn,
  });
  const click = (version: number): OpenMessage => ({ type: 'open', kind: 'component', id: 'api', index: 0, version });
  const sent = createSentPicture();
  expect(sent.placesOf(click(0))).toBeNull();
  expect(sent.next(of('old.ts'), 'file:///old')?.version).toBe(1);
  expect(sent.next(of('old.ts'), 'file:///old')).toBeNull();
  sent.want();
  expect(sent.next(of('old.ts'), 'file:///old')?.version).toBe(2);
  // The panel turns to another folder, whose picture is not there yet, or never comes.
  sent.want();
  expect(sent.placesOf(click(2))).toEqual({ folder: 'file:///old', places: [at('old.ts', 1)] });
  expect(sent.folder()).toBe('file:///old');
  // Now it is sent, and the panel still draws the one before.
  expect(sent.next(of('new.ts'), 'file:///new')?.version).toBe(3);
  expect(sent.placesOf(click(2))).toBeNull();
  expect(sent.placesOf(click(3))).toEqual({ folder: 'file:///new', places: [at('new.ts', 1)] });
  expect(sent.next(of('new.ts'), 'file:///third')?.version).toBe(4);
});
