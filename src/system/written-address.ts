import type { Address } from '../facts/deployment.ts';
import { addressOf } from '../facts/environment.ts';
import type { Value } from '../facts/values.ts';
import { argumentOf, meaningsOf, optionOf, textOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, ResolvedOption, Site } from '../link/program-graph.ts';
import type { Setting } from './addresses.ts';

/** What code and settings say of where a client connects. */
export interface WrittenAddress {
  /** Null when no setting and no text gives it. */
  readonly address: Address | null;
  /** The environment name it comes from. */
  readonly environment: string | null;
  /** The place of the text or of the setting, when there is one. */
  readonly site: Site | null;
}

/** Looks a name up among the settings of the program that runs the code. */
export type SettingOf = (name: string) => Setting | null;

/**
 * Where a use of a library connects: the address it is given, the host it is given, or the environment name that the
 * library reads by itself. Null when nothing of these can be told.
 */
export function writtenAddress(
  graph: ProgramGraph,
  use: LibraryUse,
  settingOf: SettingOf,
  depth = 0,
): WrittenAddress | null {
  const { connects } = use.pattern;
  if (connects === undefined) return null;
  const given = connects.address.map((pattern) => argumentOf(graph, use, pattern));
  const hosts = connects.host.length === 0 ? [] : [optionOf(graph, use, connects.host)];
  const candidates = [...given, ...hosts].flatMap((option) => fromOption(graph, use, option, settingOf, depth));
  const best = candidates.find(({ address }) => address !== null) ?? candidates[0];
  if (best !== undefined) return best;
  const hidden = [...given, ...hosts].some(({ state }) => state !== 'absent');
  const [name] = connects.environment;
  return hidden || name === undefined ? null : ofEnvironment(name, [], graph, settingOf);
}

function fromOption(
  graph: ProgramGraph,
  use: LibraryUse,
  option: ResolvedOption,
  settingOf: SettingOf,
  depth: number,
): readonly WrittenAddress[] {
  return option.meanings.flatMap((meaning) => fromMeaning(graph, use.file, meaning, settingOf, depth) ?? []);
}

function fromMeaning(
  graph: ProgramGraph,
  file: string,
  meaning: Meaning,
  settingOf: SettingOf,
  depth = 0,
): WrittenAddress | null {
  switch (meaning.kind) {
    case 'literal': {
      const address = typeof meaning.value === 'string' ? addressOfText(meaning.value) : null;
      return address === null ? null : { address, environment: null, site: meaning.site };
    }
    case 'environment':
      return ofEnvironment(meaning.name, meaning.fallback, graph, settingOf);
    case 'value':
      return fromValue(graph, meaning.site.file || file, meaning.value, settingOf);
    case 'tracked':
      // A client that was made elsewhere and is handed over connects where it was made to.
      return meaning.use === null || depth > 3 ? null : writtenAddress(graph, meaning.use, settingOf, depth + 1);
    default:
      return null;
  }
}

function ofEnvironment(
  name: string,
  fallback: readonly Meaning[],
  graph: ProgramGraph,
  settingOf: SettingOf,
): WrittenAddress {
  const setting = settingOf(name);
  if (setting?.value.kind === 'address')
    return { address: setting.value.address, environment: name, site: setting.site };
  const written = fallback
    .map((meaning) => fromMeaning(graph, meaning.site.file, meaning, settingOf))
    .find((each) => each?.address != null);
  // A fallback to this machine is for development; where it really leads, the name alone says.
  const useful = written?.address != null && !isThisMachine(written.address.host);
  return useful ? { ...written, environment: name } : { address: null, environment: name, site: null };
}

/** A text put together from parts, or a list of addresses, of which the first counts. */
function fromValue(graph: ProgramGraph, file: string, value: Value, settingOf: SettingOf): WrittenAddress | null {
  if (value.kind === 'list') {
    const [first] = value.items;
    const meanings = first === undefined ? [] : meaningsOf(graph, file, first);
    return meanings.map((each) => fromMeaning(graph, file, each, settingOf)).find((each) => each !== null) ?? null;
  }
  const constant = textOf(graph, file, value);
  if (constant !== null) {
    const address = addressOfText(constant);
    return address === null ? null : { address, environment: null, site: { file, span: value.span } };
  }
  if (value.kind !== 'concatenation') return null;
  let environment: string | null = null;
  const parts = value.parts.map((part) => {
    const text = textOf(graph, file, part);
    if (text !== null) return text;
    const [meaning] = meaningsOf(graph, file, part);
    const setting = meaning?.kind === 'environment' ? settingOf(meaning.name) : null;
    if (setting?.value.kind === 'address') {
      environment = meaning?.kind === 'environment' ? meaning.name : environment;
      return setting.value.address.host;
    }
    return setting?.value.kind === 'number' ? String(setting.value.value) : unknownPart;
  });
  const address = addressOf(parts.join(''));
  const isWhole = address !== null && !address.host.includes(unknownPart);
  return isWhole ? { address: plain(address), environment, site: { file, span: value.span } } : null;
}

const unknownPart = '\u0001';

/** Without the parts that nobody knows. */
function plain(address: Address): Address {
  return { ...address, database: address.database?.includes(unknownPart) === true ? null : address.database };
}

function addressOfText(text: string): Address | null {
  const address = addressOf(text);
  if (address !== null) return address;
  const host = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?$/i.exec(text);
  if (host?.[1] === undefined || /^\d+$/.test(host[1])) return null;
  return {
    scheme: '',
    host: host[1],
    port: host[2] === undefined ? null : Number(host[2]),
    database: null,
    parameters: {},
  };
}

export function isThisMachine(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|\[::1?\]|host\.docker\.internal)$/i.test(host);
}
