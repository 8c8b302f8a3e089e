import type { Address } from '../facts/deployment.ts';
import { addressOf } from '../facts/environment.ts';
import { unknownPart } from '../facts/secrets.ts';
import type { Value } from '../facts/values.ts';
import { argumentOf, meaningsOf, optionOf, textOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../link/program-graph.ts';
import type { Setting } from './addresses.ts';
import { assignedTo } from './assigned-options.ts';

/** What code and settings say of where a client connects. */
export interface WrittenAddress {
  /** Null when no setting and no text gives it. */
  readonly address: Address | null;
  /** The environment name it comes from. */
  readonly environment: string | null;
  /** The place of the text or of the setting, when there is one. */
  readonly site: Site | null;
  /** The scheme, where it alone is written: `postgresql://` before a host that nobody knows. */
  readonly scheme?: string;
  /** A manifest takes the name from elsewhere, so it may lead to a store that no file of the workspace names. */
  readonly outside?: boolean;
}

/** Looks a name up among the settings of the program that runs the code. */
export type SettingOf = (name: string) => Setting | null;

/** The program that asks: its graph, its settings and its files. What other programs and tests hand over is not its own. */
export interface Asking {
  readonly graph: ProgramGraph;
  readonly settingOf: SettingOf;
  readonly files: ReadonlySet<string>;
  /** Names that a manifest takes from elsewhere. */
  readonly outside: ReadonlySet<string>;
}

/**
 * Where a use of a library connects: the address it is given, the host it is given, or the environment name that the
 * library reads by itself. Null when nothing of these can be told.
 */
export function writtenAddress(asking: Asking, use: LibraryUse, depth = 0): WrittenAddress | null {
  const { graph } = asking;
  const { connects } = use.pattern;
  if (connects === undefined) return null;
  const assigned = assignedAddress(asking, use, depth);
  if (assigned !== undefined) return assigned;
  const given = connects.address.map((pattern) => argumentOf(graph, use, pattern));
  const hosts = connects.host.length === 0 ? [] : [optionOf(graph, use, connects.host)];
  const candidates = [...given, ...hosts].flatMap(({ meanings }) =>
    meanings.flatMap((meaning) => fromMeaning(asking, use.file, meaning, depth) ?? []),
  );
  const best = candidates.find(({ address }) => address !== null) ?? candidates[0];
  if (best !== undefined) return best;
  const hidden = [...given, ...hosts].some(({ state }) => state !== 'absent');
  const [name] = connects.environment;
  return hidden || name === undefined ? null : ofEnvironment(asking, name, []);
}

/**
 * `options.connection.url = process.env.COPY_URL` before `connect(options)`: what is assigned last is what counts,
 * whatever the options held before. Null where it cannot be read, and undefined where nothing is assigned.
 */
function assignedAddress(asking: Asking, use: LibraryUse, depth: number): WrittenAddress | null | undefined {
  const { graph } = asking;
  const value = assignedTo(graph, use, addressNames(use));
  if (value === undefined) return undefined;
  const meanings = value === null ? [] : meaningsOf(graph, use.file, value);
  const read = meanings.flatMap((meaning) => fromMeaning(asking, use.file, meaning, depth) ?? []);
  return read.find(({ address }) => address !== null) ?? read[0] ?? unread;
}

/** Nobody knows where it leads, so it is not taken for the one database in sight. */
const unread: WrittenAddress = { address: null, environment: null, site: null, outside: true };

function addressNames({ pattern: { connects } }: LibraryUse): readonly string[] {
  const options = connects?.address.flatMap((pattern) => (pattern.kind === 'option' ? pattern.names : [])) ?? [];
  return [...options, ...(connects?.host ?? [])];
}

function fromMeaning(asking: Asking, file: string, meaning: Meaning, depth = 0): WrittenAddress | null {
  if (!asking.files.has(meaning.site.file)) return null;
  switch (meaning.kind) {
    case 'literal': {
      return typeof meaning.value === 'string' ? ofText(meaning.value, meaning.site) : null;
    }
    case 'environment':
      return ofEnvironment(asking, meaning.name, meaning.fallback);
    case 'value':
      return fromValue(asking, meaning.site.file || file, meaning.value);
    case 'tracked':
      // A client that was made elsewhere and is handed over connects where it was made to.
      return meaning.use === null || depth > 3 ? null : writtenAddress(asking, meaning.use, depth + 1);
    default:
      return null;
  }
}

function ofEnvironment(asking: Asking, name: string, fallback: readonly Meaning[]): WrittenAddress {
  const setting = asking.settingOf(name);
  if (setting?.value.kind === 'address') {
    return { address: setting.value.address, environment: name, site: setting.site };
  }
  // What code falls back to does not matter where a manifest sets the name, whatever it is set to.
  if (asking.outside.has(name)) return { address: null, environment: name, site: null, outside: true };
  const written = fallback
    .map((meaning) => fromMeaning(asking, meaning.site.file, meaning))
    .find((each) => each?.address != null);
  // A fallback to this machine is for development; where it really leads, the name alone says.
  const useful = written?.address != null && !isThisMachine(written.address.host);
  if (useful) return { ...written, environment: name };
  // Files on this machine are for development; a server that code falls back to is of the engine that is meant.
  const { scheme = '' } = written?.address ?? {};
  return { address: null, environment: name, site: null, ...(scheme !== '' && !ofFiles.test(scheme) && { scheme }) };
}

const ofFiles = /^(?:sqlite|file)/i;

/** Whether code itself writes an address that is a file's, behind which no server counts connections: `sqlite:///rooms.db`. */
export function leadsToFile(graph: ProgramGraph, use: LibraryUse): boolean {
  const asking = { graph, settingOf: () => null, files: new Set(graph.facts.keys()), outside: new Set<string>() };
  const written = writtenAddress(asking, use);
  return ofFiles.test(written?.address?.scheme ?? written?.scheme ?? '');
}

/** What a text says of where it leads: an address, or at least the scheme of one. */
function ofText(text: string, site: Site): WrittenAddress | null {
  const address = addressOfText(text);
  if (address !== null) return { address, environment: null, site };
  const scheme = schemeOf(text);
  return scheme === null ? null : { address, environment: null, site: null, scheme };
}

function schemeOf(text: string): string | null {
  return /^([a-z][a-z0-9+.-]{0,40}):\/\//i.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** A text put together from parts, or a list of addresses, of which the first counts. */
function fromValue(asking: Asking, file: string, value: Value): WrittenAddress | null {
  const { graph, settingOf } = asking;
  if (value.kind === 'list') {
    const [first] = value.items;
    const meanings = first === undefined ? [] : meaningsOf(graph, file, first);
    return meanings.map((each) => fromMeaning(asking, file, each)).find((each) => each !== null) ?? null;
  }
  const constant = textOf(graph, file, value);
  if (constant !== null) {
    return ofText(constant, { file, span: value.span });
  }
  if (value.kind !== 'concatenation') return null;
  let environment: string | null = null;
  const parts = value.parts.map((part) => {
    const text = textOf(graph, file, part);
    if (text !== null) return text;
    const meaning = meaningsOf(graph, file, part).find(({ kind }) => kind === 'environment');
    if (meaning?.kind !== 'environment') return unknownPart;
    // Of several names the one of the host says where it leads: a user or a password does not.
    if (environment === null || (!placeNames.test(environment) && placeNames.test(meaning.name))) {
      environment = meaning.name;
    }
    const setting = settingOf(meaning.name);
    if (setting?.value.kind === 'address') return writtenText(setting.value.address);
    return setting?.value.kind === 'number' ? String(setting.value.value) : unknownPart;
  });
  const address = addressOf(parts.join(''));
  if (address !== null && !address.host.includes(unknownPart)) {
    return { address: plain(address), environment, site: { file, span: value.span } };
  }
  const scheme = schemeOf(parts.join(''));
  const said = scheme === null ? {} : { scheme };
  if (environment === null) return scheme === null ? null : { address: null, environment, site: null, ...said };
  return { address: null, environment, site: null, outside: asking.outside.has(environment), ...said };
}

const placeNames = /(?:^|_)(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|URL|URI|DSN)$/i;

/** An address as it stands in a text that goes on behind it: `http://payments:3000`, or a bare host. */
function writtenText({ scheme, host, port }: Address): string {
  return `${scheme === '' ? '' : `${scheme}://`}${host}${port === null ? '' : `:${port}`}`;
}

/** Without the parts that nobody knows. */
function plain(address: Address): Address {
  return { ...address, database: address.database?.includes(unknownPart) === true ? null : address.database };
}

/** Words that name an environment or a switch, and no host. */
const noHost = /^(?:production|development|test|staging|local|default|true|false|none|null|undefined|on|off|yes|no)$/i;

function addressOfText(text: string): Address | null {
  const address = addressOf(text);
  if (address !== null) return address;
  const host = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?$/i.exec(text);
  if (host?.[1] === undefined || /^\d+$/.test(host[1]) || noHost.test(host[1])) return null;
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
