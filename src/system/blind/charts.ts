import type { FactsByFile } from '../../facts/store.ts';
import { folderOf } from '../../text/paths.ts';
import { isSideCode } from '../side-code.ts';
import type { UnitNode } from '../units.ts';
import { named } from './named.ts';

/** Charts whose values say nothing of copies under the names that are read. */
export function unreadCharts(facts: FactsByFile, units: readonly UnitNode[]): readonly string[] {
  const files = [...facts].flatMap(([file, { deployment }]) => {
    if (deployment?.chart === undefined || isSideCode(folderOf(file))) return [];
    const own = units.filter(({ unit }) => unit.chart === folderOf(file));
    const counts = own.some(
      (node) => node.unit.replicas !== null || (facts.get(node.file)?.deployment?.autoscalers.length ?? 0) > 0,
    );
    return counts ? [] : [file];
  });
  return named(
    files.sort(),
    (file) =>
      `How many instances the Helm chart asks for is not known (${file}): of its values \`replicaCount\` and \`autoscaling\` are read, and 1 in values.yaml is a default.`,
    'charts of that kind',
  );
}
