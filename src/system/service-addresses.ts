import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import type { RunningProgram } from './build-programs.ts';
import { drawn } from './drawn.ts';
import { isOfMail, isOfService, namedAddresses } from './named-addresses.ts';
import { componentNamedBy, endsLikeComponent } from './named-components.ts';
import type { Picture } from './picture.ts';
import { isSideCode } from './side-code.ts';
import type { Component } from './types.ts';

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
        if (isSettled(name)) continue;
        if (isOfMail(name)) connectMail(picture, program.name, name, { file, span });
        else if (isOfService(name)) connect(picture, program.name, name, { file, span });
      }
    }
  }
}

/** Who sends mail out is told by the name of its host, where no client is followed. */
function connectMail(picture: Picture, from: string, name: string, site: Site): void {
  const sends = picture.connections().some((each) => each.from === from && each.kind === 'smtp');
  if (sends) return;
  const known = picture.all().find(({ engine, kind }) => engine === 'smtp' && kind === 'external');
  const id = known?.id ?? name.toLowerCase();
  if (known === undefined) picture.add(external(id, name, 'smtp', site));
  picture.connect(from, id, 'smtp', 'medium', [site]);
}

function connect(picture: Picture, from: string, name: string, site: Site): void {
  const named = componentNamedBy(picture, name);
  if (named === null && endsLikeComponent(picture, name)) return;
  const id = named?.id ?? name.replace(/_(?:INTERNAL|EXTERNAL|PUBLIC)(?=_)/g, '').toLowerCase();
  if (named === null) {
    picture.add(external(id, name, 'http', site));
  }
  const isTold = picture.connections().some((each) => each.from === from && each.to === id);
  if (!isTold) picture.connect(from, id, 'http', 'medium', [site]);
}

function external(id: string, name: string, engine: 'http' | 'smtp', site: Site): Component {
  return drawn({ id, kind: 'external', name, engine, evidence: [site] });
}
