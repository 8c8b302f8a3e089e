import { catalog } from '../../src/catalog/catalog.ts';
import { readConfiguration } from '../../src/config/read.ts';
import { emptyFacts } from '../../src/facts/file-facts.ts';
import { factsByFile } from '../../src/facts/store.ts';
import { link } from '../../src/link/link.ts';
import { describeSite } from '../../src/link/places.ts';
import type { ProgramGraph } from '../../src/link/program-graph.ts';
import { readFile } from '../../src/sources/formats.ts';
import { unreadFileAt } from '../../src/sources/unread-files.ts';
import { systemOf } from '../../src/system/system.ts';
import type { Count, Source, System } from '../../src/system/types.ts';
import { parser } from '../sources/python/parser.ts';

export type Files = Readonly<Record<string, string>>;

/** The System of a workspace in memory, with its graph for places. */
export interface Seen {
  readonly graph: ProgramGraph;
  readonly system: System;
}

/** `configuration` is the text of second-instance.json. */
export function see(files: Files, configuration = '', unread: readonly string[] = []): Seen {
  const path = 'second-instance.json';
  const facts = Object.entries(files).map(([file, text]) => readFile(file, text, parser));
  const graph = link(factsByFile([...facts, emptyFacts(path, configuration)]), catalog);
  return {
    graph,
    system: systemOf(graph, catalog, readConfiguration(path, configuration).configuration, {
      unread: unread.flatMap((file) => unreadFileAt(file) ?? []),
    }),
  };
}

/** `api server src/server.ts ×3 (compose.yaml:4)`: a line for each program. */
export function programLines({ graph, system }: Seen): readonly string[] {
  return system.programs.map(({ name, role, entry, topology }) => {
    const processes = topology.processesPerHost.maximum === 1 ? '' : ` ×${topology.processesPerHost.maximum} processes`;
    return `${name} ${role} ${entry} ${countText(graph, topology.hosts)}${processes}`;
  });
}

export function countText(graph: ProgramGraph, { minimum, maximum, known, source }: Count): string {
  if (known === 'assumed') return '×?';
  return `×${minimum === maximum ? maximum : `${minimum}–${maximum}`} (${sourceText(graph, source)})`;
}

export function sourceText(graph: ProgramGraph, source: Source): string {
  if (source.kind === 'place') {
    return [source.site, ...(source.others ?? [])].map((site) => describeSite(graph.facts, site)).join(' and ');
  }
  return source.kind === 'platform' ? source.id : 'assumed';
}

/** `orders-db database postgres`: a line for each component. */
export function componentLines({ system }: Seen): readonly string[] {
  return system.components.map(({ id, kind, role, engine }) =>
    [id, kind, role === kind || role === 'server' ? null : role, engine].filter((word) => word !== null).join(' '),
  );
}

/** `api → orders-db sql high`: a line for each connection. */
export function connectionLines({ system }: Seen): readonly string[] {
  return system.connections.map(({ from, to, kind, confidence }) => `${from} → ${to} ${kind} ${confidence}`);
}

/** `orders-db 130 of 97: api 10 default × 13`: a line for each budget. */
export function budgetLines({ graph, system }: Seen): readonly string[] {
  return system.budgets.map(({ database, demand, demands, supply, pooled }) => {
    const parts = demands.map(
      ({ program, poolMaximum, poolKnown, processesPerHost, hosts, surge, guess }) =>
        `${program} ${poolMaximum} ${poolKnown} × ${processesPerHost} × (${hosts} + ${surge})${guess === null ? '' : ` if ${guess.environment} leads there`}`,
    );
    const ground = supply.grounded ? sourceText(graph, supply.source) : 'not grounded';
    return `${database} ${demand} of ${supply.usable} (${ground})${pooled ? ' pooled' : ''}: ${parts.join(', ')}`;
  });
}

/** A service in Express that listens. */
export const server = `import express from 'express';
const app = express();
app.get('/orders', (request, response) => response.json([]));
app.listen(3000);
`;

/** A worker that takes jobs from a queue. */
export const worker = `import { Worker } from 'bullmq';
new Worker('orders', async (job) => job.data, { connection: { url: process.env.REDIS_URL } });
`;

export function manifest(name: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name,
    private: true,
    dependencies: { express: '^5.0.0', bullmq: '^6.0.0', pg: '^8.0.0' },
    ...fields,
  });
}
