import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { setCommandAt } from '../sources/dockerfile/edit.ts';
import { execAt } from '../sources/shell/edit.ts';
import { offsetAt } from '../text/lines.ts';
import { folderOf } from '../text/paths.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * On the signal to stop a program finishes what is under way, closes what it holds and ends; a script or a package manager
 * that keeps the signal from it gives its place to it. How long requests may take only its owners know, so what is written
 * into code asks for a review.
 */
export const orderlyStop: Fix = {
  id: 'orderly-stop',
  rules: ['shutdown-missing'],
  safety: 'needs-review',
  offer,
  build,
};

/** What ends at once here, and how its own way to stop is called. */
interface Ending {
  readonly kind: 'server' | 'fastify' | 'nest' | 'worker';
  readonly signal: string;
  /** The call that listens, or makes the worker. */
  readonly offset: number;
}

/** Frameworks whose `listen` gives a server of Node's, or is one's. */
const servers: ReadonlySet<string> = new Set(['express', 'node', 'koa']);

function endingOf({ graph }: RuleContext, { file, range, message }: Finding): Ending | null {
  const facts = graph.facts.get(file);
  if (facts?.language !== 'script') return null;
  const offset = offsetAt(facts.lineStarts, range.start);
  const signal = /\bSIG[A-Z]+\b/.exec(message)?.[0] ?? 'SIGTERM';
  const listener = graph.listeners.find(({ site }) => site.file === file && site.span[0] === offset);
  const id = listener?.framework?.id ?? '';
  if (servers.has(id)) return { kind: 'server', signal, offset };
  if (id === 'fastify') return { kind: 'fastify', signal, offset };
  if (id === 'nestjs') return { kind: 'nest', signal, offset };
  return workersIn(graph, file).some(({ fact }) => fact.calleeSpan[0] === offset)
    ? { kind: 'worker', signal, offset }
    : null;
}

function workersIn({ uses }: ProgramGraph, file: string): readonly LibraryUse[] {
  return uses.filter((use) => use.file === file && use.pattern.endsAtOnce === true);
}

/** A worker in another file, which the end of the process would cut off in the middle of its job. */
function workerElsewhere({ graph, system }: RuleContext, { programs, file }: Finding): LibraryUse | undefined {
  const files = system.programs.flatMap((each) => (programs.includes(each.name) ? [...each.files] : []));
  return graph.uses.find((use) => use.file !== file && use.pattern.endsAtOnce === true && files.includes(use.file));
}

/** Another place of the program that listens, be it in the other branch of a condition. */
function otherListener({ graph, system }: RuleContext, { programs, file }: Finding, { kind, offset }: Ending) {
  if (kind === 'worker') return undefined;
  const files = system.programs.flatMap((each) => (programs.includes(each.name) ? [...each.files] : []));
  const isOther = (site: Site): boolean => site.file !== file || site.span[0] !== offset;
  return graph.listeners.find(({ onlyMakes, site }) => onlyMakes !== true && isOther(site) && files.includes(site.file))
    ?.site;
}

function commandAt({ graph }: RuleContext, { file, range }: Finding): 'script' | 'image' | null {
  const facts = graph.facts.get(file);
  if (facts?.deployment == null) return null;
  if (facts.deployment.shell !== undefined) return 'script';
  return facts.language === 'dockerfile' && range.start.line >= 0 ? 'image' : null;
}

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const { graph } = context;
  const command = commandAt(context, finding);
  if (command === 'script') return { kind: 'offer', title: 'Give the script’s place to the program', safety: 'safe' };
  if (command === 'image') {
    const words = nodeCommand(graph, finding.file);
    return words === null
      ? refusal('What the package manager starts is more than one plain command of Node’s.')
      : { kind: 'offer', title: `Start ${words.join(' ')} itself` };
  }
  const ending = endingOf(context, finding);
  if (ending === null) return refusal('How this one is stopped in order is not known to a fix yet.');
  const other = otherListener(context, finding, ending);
  if (other !== undefined) {
    return refusalAt(graph, 'The program listens in several places, each of which would have to be closed.', other);
  }
  const elsewhere = ending.kind === 'nest' ? undefined : workerElsewhere(context, finding);
  if (elsewhere !== undefined) {
    const site = { file: elsewhere.file, span: elsewhere.fact.calleeSpan };
    return refusalAt(graph, 'The program has a worker in another file, which must be closed as well.', site);
  }
  return { kind: 'offer', title: `Stop in order on ${ending.signal}` };
}

async function build(finding: Finding, context: RuleContext, { read }: FixSources): Promise<FixResult> {
  const { file } = finding;
  const text = await read(file);
  const changed = `${file} has changed since it was checked; check it again.`;
  const facts = context.graph.facts.get(file);
  if (text === null || facts === undefined) throw new Error(changed);
  const offset = offsetAt(facts.lineStarts, finding.range.start);
  const command = commandAt(context, finding);
  if (command === 'script') {
    const edits = execAt(text, offset);
    const where = `${file}:${finding.range.start.line + 1}`;
    if (edits === null) throw new Error(`More than the one program is run by this line or behind it. (${where})`);
    return { files: [{ kind: 'change', file, edits }], next: null };
  }
  if (command === 'image') {
    const words = nodeCommand(context.graph, file);
    const edits = words === null ? null : setCommandAt(text, offset, words);
    if (edits === null) throw new Error(changed);
    return { files: [{ kind: 'change', file, edits }], next: null };
  }
  const ending = endingOf(context, finding);
  if (ending === null) throw new Error(changed);
  const { stopInOrder } = await import('./script/orderly-stop.ts');
  const own = context.graph.uses.filter((use) => use.file === file);
  const edits = stopInOrder(context.graph, file, text, ending, own);
  return { files: [{ kind: 'change', file, edits }], next: null };
}

/** `node server.js` where that alone is what `npm start` means beside the image's file; null for whatever says more. */
function nodeCommand({ packages }: ProgramGraph, file: string): readonly string[] | null {
  const node = packages.find(({ folder, manifest }) => folder === folderOf(file) && manifest.ecosystem === 'npm');
  const scripts = node?.manifest.scripts ?? [];
  const start = scripts.find(({ name }) => name === 'start')?.command;
  if (start === undefined || scripts.some(({ name }) => name === 'prestart' || name === 'poststart')) return null;
  return /^node(?: [\w./=-]+)+$/.test(start) ? start.split(' ') : null;
}
