import type { ToolMarkFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { PackageNode, Site } from '../link/program-graph.ts';
import { folderOf } from '../text/paths.ts';
import { type ComposeRun, composeRunsOf, isUsualName } from './compose-runs.ts';
import type { ScaledService } from './types.ts';
import type { UnitNode } from './units.ts';

/** Services of compose files that are asked for more than once, each with what the files before its own say of it. */
export function scaledServicesOf(
  facts: FactsByFile,
  packages: readonly PackageNode[],
  units: readonly UnitNode[],
): readonly ScaledService[] {
  const services = units.filter(({ unit }) => unit.kind === 'compose-service');
  const runs = composeRunsOf(facts, packages);
  return services.flatMap((node): readonly ScaledService[] => {
    const parts = partsOf(services, runs, node);
    const asked = askedOf(runs, parts);
    if (asked === null || asked.copies < 2) return [];
    return [
      {
        file: node.file,
        name: node.unit.name,
        development: node.environment.development,
        ...asked,
        ...readerOf(facts, runs, parts),
        containerName: containerNameOf(parts),
        ports: portsOf(parts),
      },
    ];
  });
}

const deepest = 5;

/** The service and what it is laid over, the nearest first. */
function partsOf(services: readonly UnitNode[], runs: readonly ComposeRun[], node: UnitNode): readonly UnitNode[] {
  const parts = [node];
  for (let last: UnitNode | null = node; last !== null && parts.length <= deepest; ) {
    const next = baseOf(services, runs, last);
    if (next === null || parts.includes(next)) break;
    parts.push(next);
    last = next;
  }
  return parts;
}

/**
 * What a service is laid over: the one that it takes over by `extends`, the one of the file that a script names before
 * its own, or, where it says neither an image nor a build, the one of the file that its folder has for all.
 */
function baseOf(services: readonly UnitNode[], runs: readonly ComposeRun[], node: UnitNode): UnitNode | null {
  const { takesOver } = node.unit;
  const named = (file: string, name: string) =>
    services.find((each) => each !== node && each.file === file && each.unit.name === name) ?? null;
  if (takesOver !== undefined) return named(takesOver.file, takesOver.service);
  for (const { files } of runs) {
    const at = files?.indexOf(node.file) ?? -1;
    for (const earlier of (files?.slice(0, Math.max(at, 0)) ?? []).toReversed()) {
      const base = named(earlier, node.unit.name);
      if (base !== null) return base;
    }
  }
  if (runsSomething(node)) return null;
  const beside = services.filter(
    (each) =>
      each.unit.name === node.unit.name &&
      folderOf(each.file) === folderOf(node.file) &&
      !each.environment.development &&
      runsSomething(each),
  );
  const usual = beside.filter(({ file }) => isUsualName(file));
  const [base, another] = usual.length > 0 ? usual : beside;
  return base === undefined || another !== undefined ? null : base;
}

function runsSomething({ fact }: UnitNode): boolean {
  return fact !== null && (fact.image !== null || fact.buildContext !== null || fact.dockerfile !== null);
}

/** What a script asks for stands in the place of what the file does. */
function askedOf(
  runs: readonly ComposeRun[],
  parts: readonly UnitNode[],
): { readonly copies: number; readonly asked: Site } | null {
  const [own] = parts;
  const byScripts = runs.flatMap(({ files, copies, site }) => {
    const number = files?.at(-1) === own?.file ? copies.get(own?.unit.name ?? '') : undefined;
    return number === undefined ? [] : [{ copies: number, asked: site }];
  });
  const [most] = byScripts.sort((a, b) => b.copies - a.copies);
  if (most !== undefined) return most;
  for (const { file, unit } of parts) {
    if (unit.replicas !== null) return { copies: unit.replicas.value, asked: { file, span: unit.replicas.span } };
  }
  return null;
}

/** Which of its two readers takes the files, with the word or the command that tells; null where nothing does. */
function readerOf(
  facts: FactsByFile,
  runs: readonly ComposeRun[],
  parts: readonly UnitNode[],
): Pick<ScaledService, 'reader'> {
  const files = new Set(parts.map(({ file }) => file));
  const marks = [...files].flatMap((file) =>
    (facts.get(file)?.deployment?.toolMarks ?? []).map((mark) => ({ ...mark, site: { file, span: mark.span } })),
  );
  const find = (tool: ToolMarkFact['tool'], sure: boolean) => {
    const mark = marks.find((each) => each.tool === tool && each.sure === sure);
    return mark === undefined ? null : { tool, word: mark.word, site: mark.site, sure };
  };
  const deployed = runs.find(
    ({ tool, files: given }) => tool === 'swarm' && (given?.some((each) => files.has(each)) ?? false),
  );
  const unknown = runs.find(({ tool, files: given }) => tool === 'swarm' && given === null);
  const started = runs.find(
    ({ tool, files: given }) => tool === 'compose' && (given?.some((each) => files.has(each)) ?? false),
  );
  const byCommand = (run: ComposeRun | undefined, word: string, sure: boolean) =>
    run === undefined ? null : { tool: run.tool, word, site: run.site, sure };
  return {
    reader:
      find('swarm', true) ??
      byCommand(deployed, 'docker stack deploy', true) ??
      find('compose', true) ??
      byCommand(unknown, 'docker stack deploy', false) ??
      byCommand(started, 'docker compose', true) ??
      find('swarm', false),
  };
}

function containerNameOf(parts: readonly UnitNode[]): ScaledService['containerName'] {
  for (const { file, fact, unit } of parts) {
    if (fact?.containerName != null) {
      return { value: fact.containerName.value, site: { file, span: fact.containerName.span } };
    }
    if (unit.replaces?.includes('container_name') === true) return null;
  }
  return null;
}

/** Ports of later files come beside those of earlier ones, unless they are said to stand in their place. */
function portsOf(parts: readonly UnitNode[]): ScaledService['ports'] {
  const last = parts.findIndex(({ unit }) => unit.replaces?.includes('ports') === true);
  return (last < 0 ? parts : parts.slice(0, last + 1)).flatMap(({ file, fact }) =>
    (fact?.ports ?? []).map((port) => ({ port, site: { file, span: port.span } })),
  );
}
