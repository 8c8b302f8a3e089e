import type { FolderOfFiles } from '../../catalog/file-stores.ts';
import { callAt } from '../../link/calls-at.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../../link/program-graph.ts';
import { writtenSettings } from '../../link/settings.ts';
import { fileStoreOf } from '../made-store.ts';
import { type Destination, ofValue } from './destination.ts';

/** Where a use keeps its files, with the place of the store that was given, where one was. */
export function folderOfFiles(graph: ProgramGraph, use: LibraryUse, given: Site | null): Destination {
  const when = use.pattern.shared;
  const call = given === null ? undefined : callAt(graph.facts, given)?.fact;
  if (given !== null && call !== undefined && when !== undefined) {
    const store = fileStoreOf(graph, when, { kind: 'unknown', site: given });
    if (store === null) return unread;
    const option = graph.following?.option(given.file, call.arguments, store.folder.names);
    const [meaning] = option?.meanings ?? [];
    if (meaning === undefined) return option?.state === 'unknown' ? unread : usualOf(store.folder);
    return ofMeaning(graph, meaning);
  }
  const folder = when?.folder;
  const [setting] = folder === undefined ? [] : writtenSettings(graph, folder.names, null, use.file);
  if (setting !== undefined) return ofValue(graph, setting.file, setting.value);
  return folder === undefined ? unread : usualOf(folder);
}

const unread: Destination = { kind: 'unread', path: null, temporary: false };

function usualOf({ usual }: FolderOfFiles): Destination {
  return usual === null ? unread : { kind: 'literal', path: usual, temporary: false };
}

function ofMeaning(graph: ProgramGraph, meaning: Meaning): Destination {
  switch (meaning.kind) {
    case 'literal':
      return typeof meaning.value === 'string'
        ? ofValue(graph, meaning.site.file, { kind: 'literal', value: meaning.value, span: meaning.site.span })
        : unread;
    case 'value':
      return ofValue(graph, meaning.site.file, meaning.value);
    case 'environment':
      return { kind: 'environment', path: null, temporary: false, named: { name: meaning.name, below: '' } };
    default:
      return unread;
  }
}
