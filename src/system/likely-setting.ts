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

type Asking = { readonly graph: ProgramGraph; readonly picture: Picture; readonly componentAt: ComponentAt };

/**
 * The one store of an engine that the containers of a program are told to reach, for code that does not say by which name
 * it takes the address. An image that nobody knows is a database where the setting's name says so. Null for none or several.
 * The settings are looked up once, with the first question.
 */
export function likelySettings(
  { graph: { facts }, picture, componentAt }: Asking,
  { joins }: RunningProgram,
): (engine: Engine) => { readonly component: Component; readonly site: Site } | null {
  let given: readonly Setting[] | null = null;
  const isMeant = (engine: Engine, component: Component, { name }: Setting): boolean =>
    component.engine === engine
      ? component.role !== 'replica'
      : component.engine === null && component.program === null && hasSupply(engine) && databaseName.test(name);
  return (engine) => {
    given ??= deployedUnits(joins.map(({ node }) => node)).flatMap((node) => settingsOfUnit(facts, node));
    const told = given.flatMap((setting) => {
      const { value, site } = setting;
      const component = value.kind === 'address' ? picture.find(componentAt(value.address.host) ?? '') : null;
      return component !== null && isMeant(engine, component, setting) ? [{ component, site }] : [];
    });
    const [first] = told;
    return first !== undefined && told.every(({ component }) => component.id === first.component.id) ? first : null;
  };
}
