import type { Engine } from '../catalog/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { type Setting, settingsOfUnit } from './addresses.ts';
import type { RunningProgram } from './build-programs.ts';
import type { ComponentAt } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { hasSupply } from './supplies.ts';
import { deployedUnits } from './topology.ts';
import type { Component } from './types.ts';

/** Names of settings that say where a database is. */
const databaseName = /(?:^|_)(?:DB|DATABASE|PG|POSTGRES(?:QL)?|SQL|MYSQL|MARIADB|MSSQL)(?:_|$)/i;

/**
 * The one store of an engine that the containers of a program are told to reach, for code that does not say by which name
 * it takes the address. An image that nobody knows is a database where the setting's name says so. Null for none or several.
 */
export function likelySetting(
  { graph: { facts }, picture, componentAt }: { graph: ProgramGraph; picture: Picture; componentAt: ComponentAt },
  { joins }: RunningProgram,
  engine: Engine,
): { readonly component: Component; readonly site: Site } | null {
  const isMeant = (component: Component, { name }: Setting): boolean =>
    component.engine === engine
      ? component.role !== 'replica'
      : component.engine === null && component.program === null && hasSupply(engine) && databaseName.test(name);
  const told = deployedUnits(joins.map(({ node }) => node))
    .flatMap((node) => settingsOfUnit(facts, node))
    .flatMap((setting) => {
      const component =
        setting.value.kind === 'address' ? picture.find(componentAt(setting.value.address.host) ?? '') : null;
      return component !== null && isMeant(component, setting) ? [{ component, site: setting.site }] : [];
    });
  const [first] = told;
  return first !== undefined && told.every(({ component }) => component.id === first.component.id) ? first : null;
}
