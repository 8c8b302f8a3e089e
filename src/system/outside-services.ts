import { type OutsideService, outsideServices, serviceOfModule } from '../catalog/outside/services.ts';
import type { CodeFacts } from '../facts/code.ts';
import type { FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import type { Span } from '../text/range.ts';
import type { RunningProgram } from './build-programs.ts';
import { drawn } from './drawn.ts';
import type { Picture } from './picture.ts';
import { mayRun } from './shared-functions.ts';
import { isSideCode } from './side-code.ts';
import type { SharedFunctions } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/** Services of others that programs call by a package made for that, and that settings of containers name whose code is not read. */
export function addOutsideServices(
  picture: Picture,
  graph: ProgramGraph,
  running: readonly RunningProgram[],
  shared: SharedFunctions,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): void {
  for (const { program } of running) {
    if (picture.find(program.name)?.program !== program.name) continue;
    for (const file of program.files) {
      const code = graph.facts.get(file)?.code;
      if (code == null || isSideCode(file)) continue;
      for (const { service, span, function: id } of callsOf(code)) {
        const key: FunctionKey = `${file}#${id}`;
        if (mayRun(shared, program.name, key)) connect(picture, program.name, service, 'high', { file, span });
      }
    }
  }
  for (const node of units) {
    const from = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    if (from === null || from.program !== null || from.engine !== null || node.environment.development) continue;
    for (const { name, span } of node.fact?.environment ?? []) {
      const service = outsideServices.find(({ environment }) => environment.includes(name));
      if (service !== undefined) connect(picture, from.id, service, 'medium', { file: node.file, span });
    }
  }
}

function connect(
  picture: Picture,
  from: string,
  service: OutsideService,
  confidence: 'high' | 'medium',
  site: Site,
): void {
  const known = picture.find(service.id);
  // A service of one's own may bear the name.
  const id = known === null || known.kind === 'external' ? service.id : `service:${service.id}`;
  picture.add(drawn({ id, kind: 'external', name: service.title, engine: 'http', evidence: [site] }));
  picture.connect(from, id, 'http', confidence, [site]);
}

interface ServiceCall {
  readonly service: OutsideService;
  readonly function: number;
  readonly span: Span;
}

/** Calls of what a file imports from a service's package. */
const callsOf = remembered((code: CodeFacts): readonly ServiceCall[] => {
  const imported = new Map(
    code.imports.flatMap(({ module, declaration, typeOnly }) => {
      const service = typeOnly || declaration === null ? null : serviceOfModule(module);
      return service === null || declaration === null ? [] : [[declaration, service] as const];
    }),
  );
  if (imported.size === 0) return [];
  return code.calls.flatMap(({ callee: { root }, function: id, calleeSpan }) => {
    const service = root.kind === 'declared' ? imported.get(root.declaration) : undefined;
    return service === undefined ? [] : [{ service, function: id, span: calleeSpan }];
  });
});
