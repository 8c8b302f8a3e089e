import { describe, expect, it } from 'vitest';
import { callAt, callByCallee, registeringCall } from '../../src/link/calls-at.ts';
import type { Site } from '../../src/link/program-graph.ts';
import { linked } from './linked.ts';

const file = 'src/app.ts';
const text = `
function routes(router) {
  router.get('/orders', checked(list));
}
`;
const graph = linked({ [file]: text });

function siteOf(words: string): Site {
  const start = text.indexOf(words);
  return { file, span: [start, start + words.length] };
}

const nameOf = (call: { readonly id: number } | null) =>
  call === null ? null : graph.facts.get(file)?.code?.calls[call.id]?.callee.path.join('.');

describe('the call at a site', () => {
  it.each([
    ['part of one', 'checked', null],
    ['more than one', 'list))', null],
    ['all of one', 'checked(list)', ''],
    ['all of the one around', "router.get('/orders', checked(list))", 'get'],
  ])('is told for what is %s', (_, words, expected) => {
    expect(nameOf(callAt(graph.facts, siteOf(words)))).toBe(expected);
  });

  it('is told by its callee, and by the function that makes it', () => {
    const callee = graph.facts.get(file)?.code?.calls.find((call) => call.callee.path.includes('get'));
    const site: Site = { file, span: callee?.calleeSpan ?? [0, 0] };
    expect(nameOf(callByCallee(graph.facts, site))).toBe('get');
    expect(nameOf(callByCallee(graph.facts, site, callee?.function))).toBe('get');
    expect(callByCallee(graph.facts, site, 0)).toBeNull();
    expect(callByCallee(graph.facts, siteOf("router.get('/orders', checked(list))"))).toBeNull();
  });

  it('that registers something is the nearest around it', () => {
    expect(nameOf(registeringCall(graph, siteOf('list)')))).toBe('');
    expect(nameOf(registeringCall(graph, siteOf("'/orders'")))).toBe('get');
    expect(registeringCall(graph, siteOf('routes'))).toBeNull();
  });
});
