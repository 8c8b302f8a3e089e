import type { AutoscalerFact, UnitFact } from '../facts/deployment.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { Fix } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import * as compose from '../sources/compose/edit.ts';
import * as kubernetes from '../sources/kubernetes/edit.ts';
import type { System } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { offsetAt } from '../text/lines.ts';
import type { Span } from '../text/range.ts';
import { refusal } from './refusal.ts';

/** Sets the line that declares the instances to one, with the reason beside it, until what they break is mended. */
export const holdAtOne: Fix = {
  id: 'hold-at-one',
  rules: ['unsafe-scale'],
  safety: 'needs-review',
  offer: (finding, { graph, system }) => {
    if (declarationOf(graph, finding) === undefined) {
      return refusal(
        'The number does not stand in a compose file or a Kubernetes manifest, so only you can change it.',
      );
    }
    return isSum(system, finding)
      ? refusal('Several services run this program, and only you can say which of them stays.')
      : { kind: 'offer', title: 'Hold at one instance until these are fixed' };
  },
  build: async (finding, { graph }, read) => {
    const declared = declarationOf(graph, finding);
    const text = await read(finding.file);
    const edits = declared === undefined || text === null ? null : editsFor(declared, text);
    if (declared === undefined || text === null || edits === null) {
      throw new Error(`The number in ${finding.file} comes from an anchor or has changed; set it by hand.`);
    }
    return {
      files: [{ kind: 'change', file: finding.file, edits: [noteAbove(text, declared.span), ...edits] }],
      next: null,
    };
  },
};

/** Whether the line is only a part of the number, so that one here would still leave others. */
function isSum(system: System, { programs }: Finding): boolean {
  return system.programs.some(({ name, topology }) => {
    const { source } = topology.hosts;
    return programs.includes(name) && source.kind === 'place' && source.others !== undefined;
  });
}

type Declaration =
  | { readonly kind: 'unit'; readonly language: FileFacts['language']; readonly unit: UnitFact; readonly span: Span }
  | { readonly kind: 'autoscaler'; readonly autoscaler: AutoscalerFact; readonly span: Span };

/** What stands at the finding's place: a workload's replicas or an autoscaler's maximum. */
function declarationOf(graph: ProgramGraph, finding: Finding): Declaration | undefined {
  const facts = graph.facts.get(finding.file);
  if (facts?.deployment === null || facts === undefined) return undefined;
  const at = offsetAt(facts.lineStarts, finding.range.start);
  const { units, autoscalers } = facts.deployment;
  const unit = units.find((each) => each.replicas?.span[0] === at);
  if (unit?.replicas) return { kind: 'unit', language: facts.language, unit, span: unit.replicas.span };
  const autoscaler = autoscalers.find((each) => each.maximum?.span[0] === at);
  return autoscaler?.maximum ? { kind: 'autoscaler', autoscaler, span: autoscaler.maximum.span } : undefined;
}

function editsFor(declared: Declaration, text: string): readonly TextEdit[] | null {
  if (declared.kind === 'autoscaler') {
    const { kind, name } = declared.autoscaler;
    const object = { kind: kind === 'keda' ? 'ScaledObject' : 'HorizontalPodAutoscaler', name };
    return kubernetes.setBounds(text, object, { minimum: 1, maximum: 1 });
  }
  const { unit, language } = declared;
  return language === 'compose'
    ? compose.setReplicas(text, unit.name, 1)
    : kubernetes.setReplicas(text, { kind: unit.kind, name: unit.name }, 1);
}

/** A comment on a line of its own, so that whoever reads the manifest knows why the number is one. */
function noteAbove(text: string, span: Span): TextEdit {
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  return {
    span: [start, start],
    text: `${indent}# Held at one instance until what more of them break is fixed (second-instance: unsafe-scale).\n`,
  };
}
