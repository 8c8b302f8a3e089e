import type { ChartWorkloadFact } from '../facts/deployment.ts';

/** Dotted names of the values that a template asks for, each once, sorted: `autoscaling.enabled`, `replicaCount`. */
export function valuesAsked(template: string): readonly string[] {
  const names = [...template.matchAll(/\.Values((?:\.[A-Za-z_]\w*)+)/g)].map((match) => (match[1] ?? '').slice(1));
  return [...new Set(names)].sort();
}

/**
 * Workloads of which a template makes copies, as far as its lines say it without being filled in: the value that their
 * number is taken from, and how they are rolled out.
 */
export function workloadsIn(template: string): readonly ChartWorkloadFact[] {
  const starts = [0, ...[...template.matchAll(/^---/gm)].map(({ index }) => index)];
  return starts.flatMap((start, at) => workloadOf(template.slice(start, starts[at + 1]), start) ?? []);
}

function workloadOf(document: string, start: number): ChartWorkloadFact | null {
  if (!/^kind:\s*["']?(?:Deployment|StatefulSet)\b/m.test(document)) return null;
  const replicas = /^ +replicas:\s*["']?\{\{-?\s*\.Values((?:\.[A-Za-z_]\w*)+)/m.exec(document)?.[1] ?? null;
  const written = (line: RegExp) => {
    const found = line.exec(document);
    const value = found?.[1];
    if (found === null || value === undefined) return null;
    const from = start + found.index + found[0].lastIndexOf(value);
    return { value, span: [from, from + value.length] as const };
  };
  return {
    replicas: replicas?.slice(1) ?? null,
    surge: written(/^ +maxSurge:[ \t]*["']?(\d{1,6}%?)["']?[ \t]*(?:#.*)?\r?$/m),
    strategy: written(/^ +strategy:[ \t]*\r?\n +type:[ \t]*(Recreate|RollingUpdate)\b/m),
  };
}
