import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import { ownSettingsOf, type Setting, settingsOfUnit } from './addresses.ts';
import type { RunningProgram } from './build-programs.ts';
import { namesMentioned } from './code-environment.ts';
import { engineOfAddress, engineOfScheme, engineOfUnit } from './engines.ts';
import type { ComponentAt } from './hosts-by-name.ts';
import { componentNamedBy, isForPages, isOfAnswering } from './named-components.ts';
import type { Picture } from './picture.ts';
import { told } from './targets.ts';
import type { Component, Confidence, ConnectionKind } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';
import { isThisMachine } from './written-address.ts';

/** Names whose address is one's own, or one that browsers open, and no connection of the program. */
const ownAddress =
  /ORIGIN|CORS|PUBLIC|CALLBACK|REDIRECT|(?:^|_)(?:APP|BASE|SITE|WEB|WEBSITE|FRONTEND|CLIENT|ROOT|SELF|HOST)_(?:URL|URI|HOST|DOMAIN)$|^(?:HOST|HOSTNAME|URL|VIRTUAL_HOST|LETSENCRYPT_HOST|BIND_ADDR(?:ESS)?|LISTEN_ADDR(?:ESS)?)$|^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC)_/i;

/**
 * Connections that the settings of containers tell: an address of another component. Sure where the code mentions
 * the name, likely where no code is read; a name that the code never mentions tells nothing.
 */
export function addSettings(
  picture: Picture,
  catalog: Catalog,
  facts: FactsByFile,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
  componentAt: ComponentAt,
): void {
  for (const node of units) {
    const from = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    if (from === null || isStore(from)) continue;
    const program = running.find(({ program: { name } }) => name === from.program);
    const settings =
      program === undefined
        ? settingsOfUnread(picture, catalog, facts, componentAt, node)
        : settingsOfUnit(facts, node);
    const leading = settings.flatMap((setting) => {
      const to = targetOf(picture, catalog, componentAt, setting);
      if (to === null || copies(from, to)) return [];
      return isKnown(picture, from, to) ? [] : [{ setting, to }];
    });
    if (leading.length === 0) continue;
    const names = new Set(leading.map(({ setting }) => setting.name));
    const mentioned = program === undefined ? null : namesMentioned(facts, program.program.files, names);
    for (const { setting, to } of leading) {
      if (mentioned?.has(setting.name) === false) continue;
      const confidence: Confidence = mentioned === null ? 'medium' : 'high';
      picture.connect(from.id, to.id, kindOf(catalog, to, setting), confidence, [setting.site]);
    }
  }
}

/** A store is connected to; what its settings name are its own copies and its own users. */
function isStore({ engine, kind }: Component): boolean {
  return engine !== null && (kind === 'database' || kind === 'cache' || kind === 'storage');
}

/**
 * Settings of a container whose code is not read. Files of settings that several containers share name all that any
 * of them calls, so they are believed where they lead to a store and not where they lead to a service.
 */
function settingsOfUnread(
  picture: Picture,
  catalog: Catalog,
  facts: FactsByFile,
  componentAt: ComponentAt,
  node: UnitNode,
): readonly Setting[] {
  const own = ownSettingsOf(node);
  if (engineOfUnit(catalog, node) !== null) return own;
  const shared = settingsOfUnit(facts, node).slice(own.length);
  const leadsToStore = ({ value }: Setting) =>
    value.kind === 'address' &&
    (engineOfScheme(catalog, value.address.scheme) !== null ||
      (picture.find(componentAt(value.address.host) ?? '')?.engine ?? null) !== null);
  return [...own, ...shared.filter(leadsToStore)];
}

function targetOf(
  picture: Picture,
  catalog: Catalog,
  componentAt: ComponentAt,
  { name, value }: Setting,
): Component | null {
  if (value.kind !== 'address') return null;
  const { address } = value;
  const at = picture.find(componentAt(address.host) ?? '');
  if (at !== null) return isOwn(name) ? null : told(picture, at, engineOfScheme(catalog, address.scheme));
  // An address that only the host or a browser knows says by its name what answers there.
  return isThisMachine(address.host) && address.host !== '0.0.0.0' && isOfAnswering(name)
    ? componentNamedBy(picture, name)
    : null;
}

function isOwn(name: string): boolean {
  return ownAddress.test(name) && (isForPages(name) || !isOfAnswering(name));
}

/** A database that names another of its kind copies it or is copied by it, which is drawn as replication. */
function copies(from: Component, to: Component): boolean {
  return from.kind === 'database' && to.kind === 'database' && from.engine === to.engine;
}

/** The code has told the connection already, and of what kind it is. */
function isKnown(picture: Picture, from: Component, to: Component): boolean {
  return picture.connections().some((each) => each.from === from.id && each.to === to.id);
}

function kindOf(catalog: Catalog, to: Component, { value }: Setting): ConnectionKind {
  const byComponent = catalog.engines.find(({ engine }) => engine === to.engine);
  if (byComponent !== undefined) return byComponent.connection;
  const byAddress = value.kind === 'address' ? engineOfAddress(catalog, value.address) : null;
  if (byAddress !== null) return byAddress.connection;
  const scheme = value.kind === 'address' ? value.address.scheme : '';
  return /^wss?$/.test(scheme) ? 'websocket' : scheme === 'grpc' ? 'grpc' : 'http';
}
