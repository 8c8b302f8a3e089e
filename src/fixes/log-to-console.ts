import type { FileEdit, Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { placeOf } from '../link/places.ts';
import type { LibraryUse } from '../link/program-graph.ts';
import { refusal, refusalAt } from './refusal.ts';
import { useOf } from './subject.ts';

/**
 * Writes to the console what went into files, with the level and the form that it had there. Who reads the files must
 * look elsewhere from then on, so it asks for a review.
 */
export const logToConsole: Fix = {
  id: 'log-to-console',
  rules: ['log-local-file'],
  safety: 'needs-review',
  offer,
  build,
};

/** The call of the finding, and those that it tells beside it: all of one program, or the next would be told instead. */
function usesOf(finding: Finding, { graph }: RuleContext): readonly LibraryUse[] {
  const own = useOf(graph, finding);
  if (own === undefined) return [];
  const isTold = (use: LibraryUse): boolean => {
    const { file, range } = placeOf(graph.facts, { file: use.file, span: use.fact.calleeSpan });
    return finding.related.some(
      (each) =>
        each.file === file &&
        each.range.start.line === range.start.line &&
        each.range.start.character === range.start.character,
    );
  };
  return [own, ...graph.uses.filter((use) => use !== own && use.pattern.role === 'log-file' && isTold(use))];
}

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const { graph } = context;
  const uses = usesOf(finding, context);
  const [first] = uses;
  if (first === undefined) return refusal('The call that opens the file is no longer there.');
  const twin = uses.find(
    ({ file, id }) => file.endsWith('.py') && uses.some((each) => each.file === file && each.id !== id),
  );
  if (twin !== undefined) {
    const reason = 'Several files are written here, whose lines would come twice on one console.';
    return refusalAt(graph, reason, { file: twin.file, span: twin.fact.calleeSpan });
  }
  return { kind: 'offer', title: 'Write logs to the console' };
}

async function build(finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const uses = usesOf(finding, context);
  const files: FileEdit[] = [];
  for (const file of new Set(uses.map((use) => use.file))) {
    const text = await sources.read(file);
    if (text === null) throw new Error(`${file} is no longer there.`);
    const own = uses.filter((use) => use.file === file);
    const [use] = own;
    if (use === undefined) continue;
    const edits = file.endsWith('.py')
      ? await (await import('./python/log-to-console.ts')).consoleInPython(context.graph, use, text, sources)
      : (await import('./script/log-to-console.ts')).consoleInScript(context.graph, file, text, own);
    files.push({ kind: 'change', file, edits });
  }
  return { files, next: null };
}
