import { claimStop, sharedLockStop } from '../../../gates/claims.ts';
import { jobHarmOf, rowChangeOf } from '../../../gates/job-harm.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';
import { effectsIn, type Region } from './region.ts';
import { lookAndChange } from './rows.ts';
import { savesCalls } from './saved-calls.ts';

/** What goes wrong where two instances are behind the lock at once. */
export interface Harm {
  readonly kind: 'harm';
  readonly region: Region;
  /** What is looked up, for a lock that orders; null for a mark that keeps the second run out. */
  readonly read: Effect | null;
  readonly effect: Effect;
  /** What a user sees; `{times}` stands for "3 times" or "more than once". */
  readonly sentence: string;
  readonly weak: boolean;
  readonly mild: boolean;
}

const role = (reason: string): Stop => ({ gate: 'role', reason });

/** Who waits for a lock wants what was looked up to be true until it is changed, or paid for. */
export function orderedHarm(graph: ProgramGraph, region: Region): Harm | Stop {
  const effects = effectsIn(graph, region);
  const found = lookAndChange(graph, effects);
  if (found === null) return role('No rows are looked up and changed behind it that another instance comes to.');
  const { read, change } = found;
  if (isOfOwnFile(graph, change))
    return role('The rows are in a database that is a file of this host, which is told itself.');
  const claimed = [region.function, ...region.functions].map((key) => sharedLockStop(graph, key)).find(Boolean);
  if (claimed !== undefined && claimed !== null) return claimed;
  const payment = effects.find(({ effect }) => effect === 'payment');
  // What another service is asked for and then written down is mostly a copy that is brought up to date.
  const weak = payment === undefined && effects.some(({ effect }) => effect === 'external-call');
  if (weak && onlyOverwrites(graph, effects) && savesCalls(graph, region)) {
    return role(
      'Who waited for it finds in memory what the one before fetched: it saves calls, and the row is a copy.',
    );
  }
  const sentence =
    payment === undefined ? 'what one has just read, the other changes' : 'what was checked is paid twice';
  return { kind: 'harm', region, read, effect: payment ?? change, sentence, weak, mild: false };
}

/** Who finds the mark set goes away, so that what runs behind it should not run twice. */
export function keptOutHarm(graph: ProgramGraph, region: Region): Harm | Stop {
  const effects = new Set(effectsIn(graph, region));
  const harm = jobHarmOf(graph, region.function);
  if (!('kind' in harm)) return harm;
  if (!effects.has(harm.effect)) return role('What does harm twice does not stand behind this mark.');
  const claimed = claimStop(graph, region.function, harm.effect);
  if (claimed !== null) return claimed;
  const { effect, sentence, weak, mild } = harm;
  return { kind: 'harm', region, read: null, effect, sentence, weak, mild: mild === true };
}

function onlyOverwrites(graph: ProgramGraph, effects: readonly Effect[]): boolean {
  const changes = effects.flatMap((effect) => rowChangeOf(graph, effect) ?? []);
  return changes.every((change) => change === 'overwrite' || change === 'delete');
}

/** Whether a database that is a file does it. */
function isOfOwnFile(graph: ProgramGraph, { library: id, site, call: asked }: Effect): boolean {
  const opened = graph.uses.filter(({ pattern }) => pattern.role === 'local-database');
  if (opened.some(({ library }) => library.id === id)) return true;
  const callee = graph.facts.get(site.file)?.code?.calls[asked]?.callee;
  if (callee === undefined || opened.length === 0) return false;
  const reference = { ...callee, path: callee.path.slice(0, -1) };
  const made = meaningsOf(graph, site.file, { kind: 'reference', reference, span: callee.span });
  return made.some(
    (meaning) =>
      (meaning.kind === 'tracked' && meaning.use !== null && opened.includes(meaning.use)) ||
      (meaning.kind === 'made' && opened.some(({ file, call: id }) => file === meaning.file && id === meaning.call)),
  );
}
