import { describe, expect, it } from 'vitest';
import type { Annotations } from '../../src/findings/annotations.ts';
import { annotationsOf } from '../../src/findings/annotations-of.ts';
import { overlayOf } from '../../src/findings/overlay-of.ts';
import type { Finding } from '../../src/findings/types.ts';
import { composeShop } from '../plan/shops.ts';
import { type Case, finding, inputOf } from '../plan/workspaces.ts';

function annotated(workspace: Case, findings: readonly Finding[] = []) {
  const { system, graph } = inputOf(workspace);
  const annotations = annotationsOf(system, findings, graph.facts);
  const overlay = overlayOf(system, findings, graph.facts);
  const of = (id: string) => annotations.components[overlay.components.findIndex((each) => each.id === id)];
  const between = (from: string, to: string) =>
    annotations.connections[overlay.connections.findIndex((each) => each.from === from && each.to === to)];
  return { annotations, overlay, of, between };
}

const limit = finding('ratelimit-memory-store', 'src/server.ts:4', 'Tries are counted by each.', {
  thing: 'sign-in limits',
  evidence: { instances: 3, source: null, limit: 5, effective: 15, formula: null },
});

describe('what is said beside a picture', () => {
  it('has one place for each component and connection of the overlay, in its order', () => {
    const { annotations, overlay } = annotated(composeShop);
    expect(annotations.components).toHaveLength(overlay.components.length);
    expect(annotations.connections).toHaveLength(overlay.connections.length);
  });

  it('says how many hosts run a program, and who says so', () => {
    const { of } = annotated(composeShop);
    expect(of('api')?.facts).toContainEqual({ text: '3 hosts', source: expect.stringMatching(/^compose\.yaml:\d+$/) });
    // One process on each host is what everybody expects, and no line is spent on it.
    expect(of('api')?.drawn).toEqual([]);
  });

  it('multiplies a pool by what opens it, with the line of each number', () => {
    const { between, overlay } = annotated(composeShop);
    const [, demand] = /= (\d+) connections$/.exec(between('api', 'orders-db')?.facts[0]?.text ?? '') ?? [];
    const budget = overlay.connections.find(({ from, to }) => from === 'api' && to === 'orders-db')?.budget;
    expect(Number(demand)).toBe(budget?.demand);
    expect(between('api', 'orders-db')?.drawn[0]).toMatch(/^\d+ × \d+$/);
    expect(between('api', 'orders-db')?.facts.every(({ source }) => source !== '')).toBe(true);
  });

  it('draws what each instance keeps for itself, and not what a note of something else is about', () => {
    const { of } = annotated(composeShop, [
      finding('session-memory-store', 'src/server.ts:4', 'a'),
      finding('upload-local-disk', 'src/server.ts:5', 'b'),
      finding('query-unbounded', 'src/server.ts:6', 'c'),
    ]);
    expect(of('api')?.drawn).toEqual(['each holds sessions, uploads']);
  });

  it('keeps findings worst first, each with what it counts on', () => {
    const { annotations } = annotated(composeShop, [
      finding('cron-in-process', 'src/server.ts:2', 'c', { severity: 'note' }),
      limit,
      finding('db-pool-over-budget', 'src/server.ts:3', 'Too many.', {
        subject: { kind: 'budget', database: 'orders-db' },
      }),
    ]);
    expect(annotations.findings.map(({ ruleId }) => ruleId)).toEqual([
      'db-pool-over-budget',
      'ratelimit-memory-store',
      'cron-in-process',
    ]);
    const [budget, memory] = annotations.findings as [Annotations['findings'][number], Annotations['findings'][number]];
    expect(budget.components).toEqual(['api', 'orders-db']);
    expect(budget.connections).toHaveLength(1);
    expect([memory.components, memory.holds]).toEqual([['api'], 'limits']);
  });

  it('counts a finding on the connection that its own line makes', () => {
    const { overlay } = annotated(composeShop);
    const made = overlay.connections.find(({ from, evidence }) => from === 'api' && evidence.length > 0);
    const place = made?.evidence[0];
    const there = finding('db-client-per-request', `${place?.file}:${(place?.line ?? 0) + 1}`, 'A client for each.');
    const { overlay: counted } = annotated(composeShop, [there]);
    const same = counted.connections.find(
      ({ from, to, kind }) => from === made?.from && to === made.to && kind === made.kind,
    );
    expect(same?.findings).toEqual({ error: 1, warning: 0, note: 0 });
  });
});
