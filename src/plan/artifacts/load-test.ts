import type { Route } from '../../link/program-graph.ts';
import { loadTest } from '../../patterns/load-test.ts';
import type { Program } from '../../system/types.ts';
import { fromSite } from '../provenance.ts';
import type { PlanInput } from '../types.ts';
import type { ArtifactAnswer } from './nginx.ts';

const mostPaths = 8;
/** Paths that change something although they are asked with GET, or whose answer nobody waits for. */
const notAsked = /(?:sign|log)[-_]?out|delete|remove|unsubscribe|callback|webhook|stream|events|socket/i;

/** A k6 script over the paths of a program that are only asked and need nothing; null where there is none. */
export function loadTestFor(program: Program, input: PlanInput): ArtifactAnswer | null {
  if (program.role !== 'server') return null;
  const routes = input.graph.routes.filter((route) => program.files.has(route.site.file) && isPlain(route));
  const byPath = new Map(routes.map((route) => [route.path ?? '', route]));
  const chosen = [...byPath.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, mostPaths);
  if (chosen.length === 0) return null;
  const target = input.configuration.targets[program.name];
  const rate = target?.peakRequestsPerSecond ?? null;
  const name = program.name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '') || 'program';
  return {
    kind: 'written',
    artifact: {
      path: `load-test/${name}.js`,
      title: `Load test of ${program.name} with k6, over ${chosen.length} of its paths`,
      language: 'javascript',
      text: loadTest({
        head: [
          `Load test of ${program.name}: k6 run -e BASE_URL=http://127.0.0.1:8080${rate === null ? ' -e RATE=…' : ''} ${name}.js`,
          'Written by Second Instance from the files of this workspace.',
          ...chosen.map(([path, { site }]) => `GET ${path} by ${fromSite(site, input).text}`),
        ],
        paths: chosen.map(([path]) => path),
        rate,
        p95Milliseconds: target?.p95Milliseconds ?? null,
      }),
      embedded: false,
      before: [
        rate === null
          ? 'Give it RATE, the requests a second at your peak, which no file says.'
          : 'Run it before and after each step of the rollout.',
      ],
      assumptions: [],
    },
  };
}

function isPlain({ verb, path }: Route): boolean {
  return /^get$/i.test(verb ?? '') && path !== null && /^\/[\w./-]*$/.test(path) && !notAsked.test(path);
}
