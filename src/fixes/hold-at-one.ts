import type { DeclaredNumber } from '../facts/deployment.ts';
import type { Fix } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { System } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { offsetAt } from '../text/lines.ts';
import { noteAbove } from './note-above.ts';
import { refusal } from './refusal.ts';

/**
 * Sets the line that declares the instances to one, with the reason beside it, until what they break is mended. It
 * corrects a manifest, and still asks for a review: it takes capacity away, which saving a file must never do by itself.
 */
export const holdAtOne: Fix = {
  id: 'hold-at-one',
  rules: ['unsafe-scale'],
  safety: 'needs-review',
  offer: (finding, { graph, system }) => {
    const declared = declarationOf(graph, finding);
    if (declared === undefined) {
      return refusal(
        'The number does not stand in a compose file or a Kubernetes manifest, so only you can change it.',
      );
    }
    if (isSum(system, finding)) {
      return refusal('Several services run this program, and only you can say which of them stays.');
    }
    return declared.shared
      ? refusal('The number comes from an anchor that others may share, so only you can change it.')
      : { kind: 'offer', title: 'Hold at one instance until these are fixed' };
  },
  build: async (finding, { graph }, { read }) => {
    const declared = declarationOf(graph, finding);
    const text = await read(finding.file);
    if (declared === undefined || text === null) {
      throw new Error(`The number in ${finding.file} has changed since it was checked; check it again.`);
    }
    const edits = declared.numbers.map((number) => toOne(finding.file, text, number));
    return {
      files: [
        { kind: 'change', file: finding.file, edits: [noteAbove(text, declared.numbers[0].span, note), ...edits] },
      ],
      next: null,
    };
  },
};

const note = 'Held at one instance until what more of them break is fixed (second-instance: unsafe-scale).';

interface Declaration {
  /** The number that the finding is about, and the least of an autoscaler that must come down with its most. */
  readonly numbers: readonly [DeclaredNumber, ...DeclaredNumber[]];
  readonly shared: boolean;
}

/** Whether the line is only a part of the number, so that one here would still leave others. */
function isSum(system: System, { programs }: Finding): boolean {
  return system.programs.some(({ name, topology }) => {
    const { source } = topology.hosts;
    return programs.includes(name) && source.kind === 'place' && source.others !== undefined;
  });
}

/** What stands at the finding's place: a workload's replicas or an autoscaler's maximum. Names are not asked: two namespaces may share one. */
function declarationOf(graph: ProgramGraph, finding: Finding): Declaration | undefined {
  const facts = graph.facts.get(finding.file);
  if (facts?.deployment === null || facts === undefined) return undefined;
  const at = offsetAt(facts.lineStarts, finding.range.start);
  const { units, autoscalers } = facts.deployment;
  const holders = [
    ...units.map(({ replicas }) => ({ declared: replicas, least: null })),
    ...autoscalers.map(({ maximum, minimum }) => ({ declared: maximum, least: minimum })),
  ].filter(({ declared }) => declared?.span[0] === at);
  const [holder] = holders;
  if (holder === undefined || holder.declared === null) return undefined;
  const { declared, least } = holder;
  const lowered = least !== null && least.value > 1 ? [least] : [];
  const numbers = [declared, ...lowered] as const;
  return { numbers, shared: holders.length > 1 || numbers.some(({ elsewhere }) => elsewhere === true) };
}

function toOne(file: string, text: string, { value, span }: DeclaredNumber): TextEdit {
  const written = text.slice(span[0], span[1]);
  // A variable's default is a number as well, as in `${REPLICAS:-3}`.
  if (!written.includes(String(value))) {
    throw new Error(`The number in ${file} has changed since it was checked; check it again.`);
  }
  return { span, text: '1' };
}
