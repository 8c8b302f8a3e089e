import type { Site } from '../../link/program-graph.ts';
import type { Stop } from '../stop.ts';
import type { DatabasePlace } from './place.ts';

/** A database that is a file, as far as a call or a setting says it. */
export interface OpenedFile {
  /** As code says it; null where only a run knows. */
  readonly path: string | null;
  /** The name of the environment that says where the file is, where nothing else does. */
  readonly named: string | null;
  /** Names of the environment of which one, where it is set, makes it another database than this file. */
  readonly unless: readonly string[];
  /** Where a setting says it, which is not the call itself. */
  readonly saidAt: Site | null;
  /** The path is taken into generated code by a build, which may do so in another folder or change it. */
  readonly byBuild?: true;
}

export interface Said {
  readonly places: readonly DatabasePlace[];
  readonly unless: readonly string[];
  readonly saidAt: Site | null;
}

interface Settling extends Said {
  readonly isFile: boolean;
}

export const mixed: Stop = { gate: 'guard', reason: 'What is set chooses between this file and another database.' };

export function settled({ places, unless, saidAt, isFile }: Settling): OpenedFile | Stop | null {
  const lasting = places.filter(({ kind }) => kind !== 'passing');
  if (lasting.length === 0) {
    return { gate: 'lifetime', reason: 'It is kept in memory or in a place for what does not last.' };
  }
  if (lasting.some(({ kind }) => kind === 'server'))
    return lasting.every(({ kind }) => kind === 'server') ? null : mixed;
  if (lasting.some(({ kind }) => kind === 'closed')) {
    return { gate: 'role', reason: 'It is opened for reading alone.' };
  }
  const files = lasting.flatMap((each) => (each.kind === 'file' ? [each.path] : []));
  const names = lasting.flatMap((each) => (each.kind === 'named' ? [each.name] : []));
  const isUnread = lasting.some(({ kind }) => kind === 'unread');
  // A path that code spells out says more than one that begins with a setting.
  const path =
    files.find((each) => each !== null && !/[*<>]/.test(each)) ?? files.find((each) => each !== null) ?? null;
  if (isFile) return { path, named: path === null && !isUnread ? (names[0] ?? null) : null, unless, saidAt };
  if (files.length === 0) return null;
  const deciding = [...new Set([...names, ...unless])];
  return isUnread && deciding.length === 0 ? mixed : { path, named: null, unless: deciding, saidAt };
}
