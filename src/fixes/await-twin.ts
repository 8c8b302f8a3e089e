import type { CallFact } from '../facts/code.ts';
import type { FileEdit, Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { heldCalls } from './held-calls.ts';

/**
 * Lets other requests run while a call works: its twin is awaited, or in Python the call goes to a thread. What runs between
 * one line and the next is no longer nothing, so it asks for a review.
 */
export const awaitTwin: Fix = {
  id: 'await-twin',
  rules: ['sync-block-in-handler'],
  safety: 'needs-review',
  offer,
  build,
};

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const held = heldCalls(context, finding);
  if ('reason' in held) return held;
  const isPython = context.graph.facts.get(finding.file)?.language === 'python';
  return {
    kind: 'offer',
    title: isPython ? 'Put the call on a thread and await it' : 'Await the twin that lets others run',
  };
}

async function build(finding: Finding, context: RuleContext, { read, parsePython }: FixSources): Promise<FixResult> {
  const { graph } = context;
  const held = heldCalls(context, finding);
  if ('reason' in held) throw new Error(held.reason);
  const files = new Set([held.holder.file, ...held.callers.map(({ site }) => site.file)]);
  const changes: FileEdit[] = [];
  for (const file of files) {
    const text = await read(file);
    if (text === null) throw new Error(`${file} is no longer there.`);
    const callsIn = held.callers.flatMap(({ site }) => (site.file === file ? callAt(graph, site) : []));
    const edits = file.endsWith('.py')
      ? (await import('./python/await-on-thread.ts')).awaitOnThread(
          await parsePython(),
          file,
          text,
          held.callers.length > 0 ? callsIn : held.calls,
        )
      : (await import('./script/await-twin.ts')).awaitTwinIn(graph, file, text, held, callsIn);
    if (edits.length > 0) changes.push({ kind: 'change', file, edits });
  }
  return { files: changes, next: null };
}

function callAt({ facts }: ProgramGraph, { file, span }: Site): readonly CallFact[] {
  const calls = facts.get(file)?.code?.calls ?? [];
  const found = calls.find((each) => each.span[0] === span[0] && each.span[1] === span[1]);
  return [found ?? calls.find(({ calleeSpan }) => calleeSpan[0] === span[0])].filter((each) => each !== undefined);
}
