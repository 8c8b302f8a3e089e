import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import { openPython } from '../sources/python/edit.ts';
import { offsetAt } from '../text/lines.ts';
import type { Span } from '../text/range.ts';
import { withoutUnused } from './python/unused-imports.ts';
import { refusal, refusalAt } from './refusal.ts';

/** A flag and a number behind it that is that of the cores, in one line or in a list of words. */
const flagged =
  /(?<![\w-])(?:-i|--instances|-w|--workers|--processes|-c|--concurrency)["']?(?:=|[\s,-]+)["']?(max|\$\(nproc\)|`nproc`|\$\(\((?:[^()]|\$\(nproc\))*\)\))(?=["'\s,\]]|$)/g;
/** A number of cores where it stands by itself. */
const alone = /^["']?(?:max|0|-1)["']?$/;
/** An expression of Python that counts cores and takes nothing from a setting, which somebody may have set. */
const counted = /\b(?:process_)?cpu_count\(\)/;

/**
 * Starts one process in each container, so that their number alone says how many there are. One container does less
 * than before then, so it asks for a review.
 */
export const oneProcess: Fix = {
  id: 'one-process',
  rules: ['process-multiplier-in-container'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const site = siteOf(context, finding);
    if (site === null) return refusal('The line is not here any more; check the file again.');
    if (context.graph.facts.get(site.file)?.language !== 'script') {
      return { kind: 'offer', title: 'Start one process in each container' };
    }
    const reason = 'Code forks the processes, and only you can say what the first one does besides.';
    return refusalAt(context.graph, reason, site);
  },
  build: async (finding, context, sources) => {
    const site = siteOf(context, finding);
    const text = await sources.read(finding.file);
    if (site === null || text === null) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    const span = numberIn(text, site);
    if (span === null) {
      throw new Error(`The number does not stand in ${finding.file} by itself; give the command one there.`);
    }
    // An item of a list has to be a text, which a bare number is not in YAML.
    const isItem = /(?:^[ \t]*-|[[,])[ \t]*$/m.test(text.slice(text.lastIndexOf('\n', span[0] - 1) + 1, span[0]));
    const edit = { span, text: isItem ? "'1'" : '1' };
    const python = finding.file.endsWith('.py') ? openPython(await sources.parsePython(), text) : null;
    const edits = python === null ? [edit] : withoutUnused(context.graph, finding.file, python, [edit]);
    return {
      files: [{ kind: 'change', file: finding.file, edits }],
      next: 'Ask for as many containers more as one is to do less, and measure what one needs.',
    };
  },
};

function siteOf({ graph, system }: RuleContext, { file, range }: Finding): Site | null {
  const facts = graph.facts.get(file);
  const at = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  for (const { topology } of system.programs) {
    const { source } = topology.processesPerHost;
    if (source.kind === 'place' && source.site.file === file && source.site.span[0] === at) return source.site;
  }
  return null;
}

/** Where the number stands: all of the place, or behind the one flag of a command there. */
function numberIn(text: string, { file, span: [start, end] }: Site): Span | null {
  const written = text.slice(start, end);
  if (alone.test(written)) return [start, end];
  if (file.endsWith('.py')) return counted.test(written) && !/environ|getenv/.test(written) ? [start, end] : null;
  const [match, another] = [...written.matchAll(flagged)];
  const number = match?.[1];
  if (match === undefined || number === undefined || another !== undefined) return null;
  const last = start + match.index + match[0].length;
  return [last - number.length, last];
}
