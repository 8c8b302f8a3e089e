import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { RunningProgram } from './build-programs.ts';
import { namesMentioned } from './code-environment.ts';
import { drawn } from './drawn.ts';
import { engineOfName } from './engines.ts';
import type { Picture } from './picture.ts';
import type { Component, Program } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';
import type { ResolvedUse } from './use-connections.ts';

/**
 * Stores that containers are given by a secret, so that no file says where they are: a name that the code of another
 * container is seen to connect by leads to the same thing, and some names say what they lead to.
 */
export function addSharedNames(
  picture: Picture,
  catalog: Catalog,
  facts: FactsByFile,
  running: readonly RunningProgram[],
  uses: readonly ResolvedUse[],
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): void {
  const byName = new Map<string, Component>();
  for (const { target } of uses) {
    if (target.environment !== null && !target.isGuess && !byName.has(target.environment)) {
      byName.set(target.environment, target.component);
    }
  }
  for (const node of units) {
    const from = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    if (from === null || from.engine !== null || node.environment.development) continue;
    const program = running.find((each) => each.program.name === from.program)?.program;
    for (const { name, value, span } of node.fact?.environment ?? []) {
      const known = value === null ? (byName.get(name) ?? storeNamed(picture, catalog, name)) : null;
      if (known === null || (program !== undefined && !isNews(picture, facts, program, known, name))) continue;
      picture.add({ ...known, evidence: [{ file: node.file, span }] });
      const kind =
        catalog.engines.find(({ engine }) => engine === known.engine)?.connection ??
        (known.kind === 'database' ? 'sql' : 'other');
      picture.connect(from.id, known.id, kind, 'medium', [{ file: node.file, span }]);
    }
  }
}

/** Whether a program reads the name, and is connected to nothing of the kind, so that its clients are not followed. */
function isNews(picture: Picture, facts: FactsByFile, program: Program, store: Component, name: string): boolean {
  const has = picture
    .connections()
    .some(({ from, to }) => from === program.name && picture.find(to)?.kind === store.kind);
  return !has && namesMentioned(facts, program.files, new Set([name])).has(name);
}

/** The one store of the engine that the name says, else one that nothing else tells of. */
function storeNamed(picture: Picture, catalog: Catalog, name: string): Component | null {
  if (/(?:^|_)(?:DATABASE|DB)_(?:URL|URI|DSN)$/.test(name)) return databaseNamed(picture, name);
  const pattern = engineOfName(catalog, name);
  if (pattern === null) return null;
  const [only, ...others] = picture.all().filter(({ engine, role }) => engine === pattern.engine && role !== 'replica');
  if (only !== undefined) return others.length > 0 ? null : only;
  return drawn({ id: name.toLowerCase(), kind: pattern.component, name, engine: pattern.engine, evidence: [] });
}

/** The one database there is, else one of which nothing says what it is. */
function databaseNamed(picture: Picture, name: string): Component | null {
  const databases = picture
    .all()
    .filter(({ kind, role, engine }) => kind === 'database' && role !== 'replica' && engine !== 'sqlite');
  const [only, ...others] = databases;
  if (only !== undefined) return others.length > 0 ? null : only;
  return drawn({ id: name.toLowerCase(), kind: 'database', name, engine: null, evidence: [] });
}
