import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read.ts';
import type { ProblemFact } from '../../src/facts/file-facts.ts';
import { setReplicas } from '../../src/sources/compose/edit.ts';
import { readCompose } from '../../src/sources/compose/read.ts';
import { readKubernetes } from '../../src/sources/kubernetes/read.ts';
import { applyEdits } from '../../src/text/edits.ts';

const compose = `x-env: &env { REDIS_URL: "redis://carts:6379" }
services:
  api:
    build: { context: ., dockerfile: Dockerfile }
    command: ["node", "dist/server.js"]
    environment: { <<: *env, DATABASE_URL: "postgres://shop:hush@orders-db:5432/shop" }
    ports: ["3000-3002:3000", "127.0.0.1:9000:9000"]
    volumes: [uploads:/app/uploads, ./data:/data:ro]
    deploy: { replicas: 3, update_config: { order: start-first } }
  orders-db:
    image: postgres:16
    command: postgres -c max_connections=200
volumes: { uploads: {} }
`;
const kubernetes = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  template:
    spec: { containers: [{ name: api, image: shop, env: [{ name: A, value: "redis://carts" }], ports: [{ containerPort: 80 }] }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec: { scaleTargetRef: { kind: Deployment, name: shop }, maxReplicas: 10 }
`;
const configuration =
  '{ "topology": { "api": { "hosts": [2, 10] } }, "ignore": [{ "rule": "a", "files": ["b"], "because": "c" }] }';

const pieces = [
  '',
  ':',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '"',
  "'",
  '\n',
  '\t',
  '|\n',
  '---\n',
  '#',
  '${',
  '<<: ',
  'null',
  '\u0000',
  '!!map ',
  '9'.repeat(20),
  '\u{1F6D2}',
];

/** Numbers that look like chance and are the same every time. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function broken(text: string, seed: number): string {
  const next = numbersFrom(seed);
  let result = text;
  for (let times = 0; times <= next(4); times++) {
    const at = next(result.length + 1);
    const piece = pieces[next(pieces.length)] ?? '';
    result = result.slice(0, at) + piece + result.slice(at + next(12));
  }
  return result;
}

function expectPlaces(text: string, problems: readonly ProblemFact[]): void {
  for (const { message, span } of problems) {
    expect(message).not.toBe('');
    expect(span[0]).toBeLessThanOrEqual(span[1]);
    expect(span[1]).toBeLessThanOrEqual(text.length);
  }
}

describe('files that are broken by chance', () => {
  const seeds = Array.from({ length: 400 }, (_, seed) => seed + 1);

  it('never stop a reader, and give the same facts twice', () => {
    for (const seed of seeds) {
      for (const [read, original] of [
        [readCompose, compose],
        [readKubernetes, kubernetes],
      ] as const) {
        const text = broken(original, seed);
        const facts = read('deploy/compose.yaml', text);
        expect(read('deploy/compose.yaml', text)).toEqual(facts);
        expectPlaces(text, facts.problems);
        for (const unit of facts.deployment?.units ?? []) expect(unit.span[1]).toBeLessThanOrEqual(text.length);
      }
      const text = broken(configuration, seed);
      expectPlaces(text, readConfiguration('second-instance.json', text).problems);
    }
  });

  it('keep no secret of an environment', () => {
    for (const seed of seeds) {
      const facts = readCompose('compose.yaml', broken(compose, seed));
      const units = facts.deployment?.units ?? [];
      const environment = units.flatMap(({ containers }) => containers.flatMap((each) => each.environment));
      expect(JSON.stringify(environment)).not.toContain('hush');
    }
  });

  it('are edited so that the number is read back, or not at all', () => {
    for (const seed of seeds) {
      const text = broken(compose, seed);
      const edits = setReplicas(text, 'api', 7);
      if (edits === null || readCompose('compose.yaml', text).problems.length > 0) continue;
      const unit = readCompose('compose.yaml', applyEdits(text, edits)).deployment?.units.find(
        ({ name }) => name === 'api',
      );
      expect([unit?.replicas?.value ?? 'none', seed]).toEqual([7, seed]);
    }
  });
});
