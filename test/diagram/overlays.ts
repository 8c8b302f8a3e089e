import type { FindingCounts, Overlay, OverlayComponent, OverlayConnection } from '../../src/findings/overlay.ts';

/** A component of a picture under test; only what a case is about need be said. */
export function component(
  kind: OverlayComponent['kind'],
  id: string,
  rest: Partial<Omit<OverlayComponent, 'findings'>> & { readonly findings?: Partial<FindingCounts> } = {},
): OverlayComponent {
  const { findings, ...others } = rest;
  return {
    id,
    kind,
    name: id,
    evidence: [{ file: 'compose.yaml', line: id.length }],
    ...others,
    findings: { error: 0, warning: 0, note: 0, ...findings },
  };
}

export function connection(
  from: string,
  kind: OverlayConnection['kind'],
  to: string,
  rest: Partial<OverlayConnection> = {},
): OverlayConnection {
  return { from, to, kind, evidence: [], confidence: 'high', ...rest };
}

const place = { file: 'compose.yaml', line: 11 };

/** The shop of the examples: a balancer, three instances of an API, a worker, and what they keep things in. */
export const shop: Overlay = {
  components: [
    component('loadbalancer', 'balancer', { name: 'nginx' }),
    component('service', 'api', {
      language: 'typescript',
      instances: { min: 3, max: 3, source: place },
      findings: { error: 4, warning: 2 },
      evidence: [place, { file: 'src/server.ts', line: 0 }],
    }),
    component('worker', 'mailer', { instances: { min: 2, max: 10, source: place }, findings: { note: 1 } }),
    component('scheduler', 'nightly', { instances: { min: 1, max: 1, source: 'assumed' } }),
    component('queue', 'orders-queue', { name: 'orders' }),
    component('cache', 'redis'),
    component('database', 'postgres', { findings: { error: 1 } }),
    component('storage', 'receipts'),
    component('volume', 'uploads', { findings: { error: 1 } }),
    component('external', 'payments', { name: 'api.payments.example', evidence: [] }),
  ],
  connections: [
    connection('api', 'http', 'payments', { confidence: 'low' }),
    connection('api', 'mount', 'uploads'),
    connection('api', 'publish', 'orders-queue'),
    connection('api', 'redis', 'redis'),
    connection('api', 'sql', 'postgres', {
      budget: { demand: 120, supply: 97 },
      findings: { error: 1, warning: 0, note: 0 },
      evidence: [{ file: 'src/db.ts', line: 4 }],
    }),
    connection('balancer', 'http', 'api'),
    connection('mailer', 'consume', 'orders-queue'),
    connection('mailer', 's3', 'receipts'),
    connection('mailer', 'sql', 'postgres', { budget: { demand: 20, supply: 97 } }),
    connection('nightly', 'sql', 'postgres'),
  ],
};

/** A monorepo of `count` services on one database; every tenth has an error. */
export function manyServices(count: number): Overlay {
  const ids = Array.from({ length: count }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  return {
    components: [
      ...ids.map((id, index) => component('service', id, { findings: { error: index % 10 === 0 ? 1 : 0 } })),
      component('database', 'postgres'),
      component('cache', 'redis'),
    ],
    connections: ids.flatMap((id, index) => [
      connection(id, 'sql', 'postgres'),
      connection(id, 'redis', 'redis'),
      connection(id, 'http', ids[(index * 7 + 1) % count] ?? id),
    ]),
  };
}
