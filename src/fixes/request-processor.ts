import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { addRequests } from '../sources/kubernetes/edit.ts';
import { type LackingRequests, lackingRequests } from '../system/lacking-requests.ts';
import type { ManifestOf } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { refusal, refusalAt } from './refusal.ts';

/** A first guess for a small service; a number that is too low brings copies that nobody needs, and no number brings none. */
const guess = '250m';
const note = 'A first guess: `kubectl top pod --containers` tells what one copy uses at work.';

/**
 * Gives containers a request of CPU, without which their autoscaler does nothing. Nothing in the workspace says how much
 * that is, so the title says that it is a guess, and it asks for a review.
 */
export const requestProcessor: Fix = {
  id: 'request-processor',
  rules: ['hpa-without-requests'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const lacking = lackingAt(context, finding);
    if (lacking === null) return refusal('The workload is not here any more; check the file again.');
    const { workload, lacks } = lacking;
    const [first] = lacks;
    const site = { file: workload.file, span: first?.container.span ?? workload.unit.span };
    if (workload.unit.chart !== undefined) {
      return refusalAt(context.graph, 'Whoever installs the chart says what it requests.', site);
    }
    if (lacks.some(({ measures }) => measures.some(({ resource }) => resource !== 'cpu'))) {
      const reason =
        'Nothing here says how much memory one copy uses, and a guess that is too low starts as many copies as are allowed.';
      return refusalAt(context.graph, reason, site);
    }
    if (lacks.some(({ container }) => container.name === '')) {
      return refusalAt(context.graph, 'The container has no name, without which no cluster takes it.', site);
    }
    const names = lacks.map(({ container }) => container.name).join(' and ');
    return { kind: 'offer', title: `Request ${guess} of CPU for ${names}: a guess that you should measure` };
  },
  build: async (finding, context, { read }) => {
    const lacking = lackingAt(context, finding);
    const file = lacking?.workload.file ?? finding.file;
    const text = await read(file);
    if (lacking === null || text === null) throw new Error(`${file} has changed since it was checked; check it again.`);
    if (text.includes('{{')) throw new Error(`${file} is filled in before it is applied; change it there.`);
    const edits = lacking.lacks.flatMap(({ container }) => editsFor(text, lacking.workload, container.name));
    return { files: [{ kind: 'change', file, edits }], next: null };
  },
};

function editsFor(text: string, { file, unit }: ManifestOf, container: string): readonly TextEdit[] {
  const object = { kind: unit.kind, name: unit.name, at: unit.span[0], container };
  const edits = addRequests(text, object, { cpu: guess });
  if (edits === null) throw new Error(`What ${container} requests comes from elsewhere in ${file}; change it there.`);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return edits.map((edit) =>
    // A comment has room above a line of its own alone, and none in braces.
    edit.text.includes('\n')
      ? { ...edit, text: edit.text.replace(/^([ \t]*)cpu: /m, `$1# ${note}${eol}$1cpu: `) }
      : edit,
  );
}

interface Lacking {
  readonly workload: ManifestOf;
  readonly lacks: readonly LackingRequests[];
}

function lackingAt({ system }: RuleContext, { subject }: Finding): Lacking | null {
  if (subject.kind !== 'unit') return null;
  for (const steering of system.steerings) {
    const workload = steering.workloads.find(({ file, unit }) => file === subject.file && unit.name === subject.name);
    const lacks = workload === undefined ? [] : lackingRequests(steering, workload);
    if (workload !== undefined && lacks.length > 0) return { workload, lacks };
  }
  return null;
}
