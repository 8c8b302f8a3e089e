import { describeSite } from '../link/places.ts';
import type { FunctionNode, ProgramGraph, Reach } from '../link/program-graph.ts';
import { topologySentence } from '../report/topology-sentence.ts';
import { offsetAt } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import { contains } from '../text/spans.ts';
import type { Analysis, Explanation } from './types.ts';

/** What is found or kept silent at a line, how the code there comes to run, and where N comes from. `line` is 0-based. */
export function explain(analysis: Analysis, file: string, line: number): Explanation {
  const { graph, system, context } = analysis;
  const findings = analysis.findings.filter((finding) => finding.file === file && covers(finding.range, line));
  // What is found here can be about programs that never hold the file, such as others on the same database.
  const named = new Set(findings.flatMap((finding) => finding.programs));
  const programs = system.programs.filter(
    ({ name, files, units }) => named.has(name) || files.has(file) || units.some((unit) => unit.file === file),
  );
  return {
    file,
    line,
    findings,
    silences: analysis.silences.filter((silence) => silence.file === file && covers(silence.range, line)),
    moments: functionsAt(graph, file, line).flatMap((node) => momentsOf(graph, node)),
    topology: programs.map((program) => topologySentence(program, graph.facts, context.catalog)),
  };
}

function covers(range: Range, line: number): boolean {
  return range.start.line <= line && line <= range.end.line;
}

/** The innermost functions that the line touches; a line can hold two that stand side by side. */
function functionsAt(graph: ProgramGraph, file: string, line: number): readonly FunctionNode[] {
  const starts = graph.facts.get(file)?.lineStarts ?? [0];
  const first = offsetAt(starts, { line, character: 0 });
  const last = starts[line + 1] ?? Number.MAX_SAFE_INTEGER;
  const touching = [...graph.functions.values()].filter(
    (node) => node.file === file && node.fact.span[0] < last && node.fact.span[1] > first,
  );
  return touching.filter(
    (node) => !touching.some((other) => other !== node && contains(node.fact.span, other.fact.span)),
  );
}

function momentsOf(graph: ProgramGraph, node: FunctionNode): readonly string[] {
  const reaches = graph.moments.get(node.key) ?? [];
  if (reaches.length === 0) return [`${node.title} is not seen to be called.`];
  return reaches.map((reach) => {
    const steps = [startOf(graph, reach), ...reach.chain.map((edge) => stepTo(graph, edge.to, edge.site))];
    const certainty = reach.certainty === 'proved' ? '' : ' (possible, not proved)';
    return `${steps.join(' → ')}${certainty}`;
  });
}

function startOf(graph: ProgramGraph, reach: Reach): string {
  if (reach.entry === null) return `at ${reach.moment}`;
  const route = reach.entry.route === null ? undefined : graph.routes[reach.entry.route];
  const at = describeSite(graph.facts, reach.entry.site);
  const name =
    route === undefined
      ? `${reach.moment} of ${reach.entry.framework}`
      : `${route.verb ?? 'any method'} ${route.path ?? '(a path that is no plain text)'}`;
  return `${name} (${at})`;
}

function stepTo(graph: ProgramGraph, key: string, site: Parameters<typeof describeSite>[1]): string {
  return `${graph.functions.get(key)?.title ?? key} (${describeSite(graph.facts, site)})`;
}
