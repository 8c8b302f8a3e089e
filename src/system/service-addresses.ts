import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import type { RunningProgram } from './build-programs.ts';
import { isOfService, namedAddresses } from './named-addresses.ts';
import { componentNamedBy, endsLikeComponent } from './named-components.ts';
import type { Picture } from './picture.ts';
import { isSideCode } from './side-code.ts';

/**
 * From programs to the services whose addresses they read by a name that says so: `PRISON_API_URL`. Where no service of
 * the workspace is called so, it is one of others; a name that only ends like one's own service may be its address.
 */
export function addServiceAddresses(
  picture: Picture,
  facts: FactsByFile,
  running: readonly RunningProgram[],
  /** Names that settings lead to a component by, which are told of it there. */
  isSettled: (name: string) => boolean,
): void {
  for (const { program } of running) {
    if (picture.find(program.name)?.program !== program.name) continue;
    for (const file of program.files) {
      const code = facts.get(file)?.code;
      if (code == null || isSideCode(file)) continue;
      for (const { name, span } of namedAddresses(code)) {
        if (isOfService(name) && !isSettled(name)) connect(picture, program.name, name, { file, span });
      }
    }
  }
}

function connect(picture: Picture, from: string, name: string, site: Site): void {
  const named = componentNamedBy(picture, name);
  if (named === null && endsLikeComponent(picture, name)) return;
  const id = named?.id ?? name.replace(/_(?:INTERNAL|EXTERNAL|PUBLIC)(?=_)/g, '').toLowerCase();
  if (named === null) {
    picture.add({
      id,
      kind: 'external',
      name,
      language: null,
      role: null,
      engine: 'http',
      program: null,
      instances: null,
      evidence: [site],
      details: {},
    });
  }
  const isTold = picture.connections().some((each) => each.from === from && each.to === id);
  if (!isTold) picture.connect(from, id, 'http', 'medium', [site]);
}
