import { conditionsOfCall, conditionsOfUse } from '../../../gates/conditions.ts';
import { answerWhileUnset, switchedOffBy } from '../../../gates/switch.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { isPutBy } from './put.ts';

/** The setting without which a limiter counts nothing: it is not made, put before no route, or skips every request. */
export function switchOf(graph: ProgramGraph, use: LibraryUse): string | null {
  const made = switchedOffBy(graph, conditionsOfUse(graph, use));
  if (made !== null) return made;
  const { meanings } = optionOf(graph, use, use.pattern.limit?.skip ?? []);
  const skips = meanings.map((meaning) => skippedBy(graph, meaning));
  const [skip] = skips;
  if (skip != null && skips.every((each) => each === skip)) return skip;
  const places = use.routes.flatMap(({ registrations }) => registrations.filter((place) => isPutBy(graph, use, place)));
  const switches = places.map((place) => switchedOffBy(graph, conditionsOfCall(graph, place)));
  const [first] = switches;
  return first != null && switches.every((each) => each === first) ? first : null;
}

/** `skip: () => process.env.LIMITS !== 'true'`: the setting without which its only answer is yes. */
function skippedBy(graph: ProgramGraph, meaning: Meaning): string | null {
  const node = meaning.kind === 'function' ? graph.functions.get(meaning.function) : undefined;
  const answers = node?.fact.operations.filter(({ kind }) => kind === 'return') ?? [];
  const [answer] = answers;
  if (node === undefined || answers.length !== 1 || answer?.kind !== 'return' || answer.value === null) return null;
  const told = answerWhileUnset(graph, node.file, answer.value);
  return told?.is === true ? told.by : null;
}
