import type { Balancer } from '../catalog/balancers.ts';
import type { Catalog } from '../catalog/types.ts';
import type { IngressFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { selects } from './hosts-by-name.ts';
import { isSideCode } from './side-code.ts';
import type { PlacedBalancer, Program } from './types.ts';
import type { UnitNode } from './units.ts';

/** Balancers that keep connections to programs, as Ingresses ask for them or platforms bring them along. */
export function balancersOf(
  facts: FactsByFile,
  catalog: Catalog,
  units: readonly UnitNode[],
  programs: readonly Program[],
): readonly PlacedBalancer[] {
  return [...ofIngresses(facts, catalog, units, programs), ...ofPlatforms(catalog, units, programs)];
}

function ofIngresses(
  facts: FactsByFile,
  catalog: Catalog,
  units: readonly UnitNode[],
  programs: readonly Program[],
): readonly PlacedBalancer[] {
  return [...facts].flatMap(([file, { deployment }]) =>
    (isSideCode(file) ? [] : (deployment?.ingresses ?? [])).flatMap((ingress): readonly PlacedBalancer[] => {
      const row = catalog.balancers.find((each) => takes(each, ingress));
      const behind = row === undefined ? [] : unitsBehind(facts, units, ingress);
      const names = programsOf(programs, behind);
      if (row === undefined || names.length === 0) return [];
      const site = { file, span: ingress.span };
      const told = toldBy(row, ingress);
      // A time that nobody can read may be any.
      if (told !== null && told.seconds === null) return [];
      const idle =
        told?.seconds == null
          ? { idleSeconds: row.idleSeconds, idleSite: null }
          : { idleSeconds: told.seconds, idleSite: { file, span: told.span } };
      return [{ id: row.id, title: row.title, site, ...idle, programs: names }];
    }),
  );
}

function takes({ ingress }: Balancer, { className, annotations }: IngressFact): boolean {
  if (ingress === undefined) return false;
  const isMarked = annotations.some(({ name }) => name.startsWith(ingress.annotations));
  // Beside the class of another controller annotations are left from an earlier one.
  if (className === null) return isMarked;
  return ingress.classes.includes(className) && (ingress.sharesClass !== true || isMarked);
}

function toldBy({ toldBy: by }: Balancer, { annotations }: IngressFact) {
  const told = by === undefined ? undefined : annotations.find(({ name }) => name === by.annotation);
  if (by === undefined || told === undefined) return null;
  const settings = (told.value ?? '').split(',').map((each) => each.trim().split('='));
  const own = settings.find(([name]) => name === by.name);
  if (own === undefined) return told.value === null ? { seconds: null, span: told.span } : null;
  return { seconds: /^\d{1,6}$/.test(own[1] ?? '') ? Number(own[1]) : null, span: told.span };
}

function unitsBehind(facts: FactsByFile, units: readonly UnitNode[], ingress: IngressFact): readonly UnitNode[] {
  const services = [...facts.values()].flatMap(({ deployment }) => deployment?.services ?? []);
  return services
    .filter(({ name, namespace }) => ingress.services.includes(name) && isSame(namespace, ingress.namespace))
    .flatMap(({ selector }) =>
      units.filter(
        ({ unit, environment }) =>
          !environment.development && unit.kind !== 'compose-service' && selects(selector, unit.labels),
      ),
    );
}

function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

function ofPlatforms(
  catalog: Catalog,
  units: readonly UnitNode[],
  programs: readonly Program[],
): readonly PlacedBalancer[] {
  return units.flatMap((node): readonly PlacedBalancer[] => {
    const row = catalog.balancers.find(
      ({ standsBefore }) =>
        standsBefore?.unitKind === node.unit.kind &&
        (standsBefore.name === null || standsBefore.name === node.unit.name),
    );
    const names = row === undefined || node.environment.development ? [] : programsOf(programs, [node]);
    if (row === undefined || names.length === 0) return [];
    const site = { file: node.file, span: node.unit.span };
    return [{ id: row.id, title: row.title, site, idleSeconds: row.idleSeconds, idleSite: null, programs: names }];
  });
}

function programsOf(programs: readonly Program[], nodes: readonly UnitNode[]): readonly string[] {
  const held = programs.filter((program) =>
    program.units.some(({ file, name, container }) =>
      nodes.some((node) => node.file === file && node.unit.name === name && node.container === container),
    ),
  );
  return [...new Set(held.map(({ name }) => name))].sort();
}
