import type { UnitFact } from '../facts/deployment.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { FactsByFile } from '../facts/store.ts';
import { baseNameOf, folderOf } from '../text/paths.ts';

/**
 * The facts with what files of parameters say of the copies of templates' workloads. `orders.prod.param` is for the
 * templates beside it whose names begin in the same way, such as `orders.deployment.yaml`; it lays its number over theirs.
 */
export function withParameters(facts: FactsByFile): FactsByFile {
  const given = [...facts].filter(([, { deployment }]) => deployment?.parameters !== undefined);
  if (given.length === 0) return facts;
  const laid = given.map(([path, file]) => [path, withUnits(file, countedBy(facts, path, file))] as const);
  return new Map([...facts, ...laid]);
}

function countedBy(facts: FactsByFile, path: string, { deployment }: FileFacts): readonly UnitFact[] {
  const templates = [...facts].filter(([file]) => folderOf(file) === folderOf(path) && stemOf(file) === stemOf(path));
  return templates.flatMap(([, template]) =>
    (template.deployment?.units ?? []).flatMap((unit) => {
      const number = deployment?.parameters?.find(({ name }) => name === unit.replicasFrom)?.number;
      return number === undefined ? [] : [{ ...countOnly(unit), span: number.span, replicas: number }];
    }),
  );
}

/** A number laid over a workload runs nothing by itself, and says nothing else of it. */
function countOnly({ name, kind, namespace, span }: UnitFact): UnitFact {
  return {
    name,
    kind,
    namespace,
    span,
    replicas: null,
    surge: null,
    strategy: null,
    containers: [],
    mounts: [],
    dependsOn: [],
    labels: {},
    profiles: [],
  };
}

function withUnits(file: FileFacts, units: readonly UnitFact[]): FileFacts {
  return file.deployment === null ? file : { ...file, deployment: { ...file.deployment, units } };
}

/** `orders` of `orders.prod.param`. */
function stemOf(path: string): string {
  return baseNameOf(path).split('.')[0] ?? '';
}
