import type { ChartFact, ChartValuesFact, DeploymentFacts } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { baseNameOf } from '../../text/paths.ts';
import { parseYaml } from '../yaml/parse.ts';
import { yamlSuppressionsOf } from '../yaml/suppressions.ts';
import { at, declaredText, type YamlValue } from '../yaml/tree.ts';
import { valuesOf } from './values.ts';

/** Reads a Chart.yaml, or values of a chart. A file of that name that belongs to no chart gives facts that nobody asks for. */
export function readHelm(path: string, text: string): FileFacts {
  const { documents, problems } = parseYaml(text);
  const root = documents[0] ?? null;
  const isChart = /^chart\.ya?ml$/i.test(baseNameOf(path));
  const deployment = isChart ? withChart(root) : withValues(root);
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'helm',
    lineStarts,
    code: null,
    deployment,
    manifest: null,
    suppressions: yamlSuppressionsOf(text, lineStarts),
    // What is wrong with YAML that holds none of it is nobody's business here.
    problems: deployment === null ? [] : problems,
  };
}

const nothing: DeploymentFacts = { units: [], autoscalers: [], volumes: [], services: [] };

function withChart(root: YamlValue | null): DeploymentFacts | null {
  const name = declaredText(at(root, 'name'));
  const chart: ChartFact | null = name === null ? null : { name };
  return chart === null ? null : { ...nothing, chart };
}

function withValues(root: YamlValue | null): DeploymentFacts | null {
  const values: ChartValuesFact | null = valuesOf(root);
  return values === null ? null : { ...nothing, values };
}
