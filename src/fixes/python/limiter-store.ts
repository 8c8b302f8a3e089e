import type { Refusal } from '../../findings/fix.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../link/program-graph.ts';
import { settingOf } from '../../link/settings.ts';
import { sharedRedis } from '../../patterns/stores/python/shared-redis.ts';
import { keywordsOf, type OpenPython, replaceExpression, setKeywords } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { limiterPrefix } from '../limiter-prefix.ts';
import { refusalAt } from '../refusal.ts';
import type { StoreEdits, StoreRecipe, StoreSite } from '../shared-store.ts';
import { productionNames } from './production.ts';
import { openedFile, sharedAddress } from './shared-address.ts';

/**
 * A limiter that counts through the package `limits`, to which an address names the storage. While Redis is down each
 * instance counts for itself again, so that requests pass and are still limited.
 */
function limitsRecipe(library: string): StoreRecipe {
  return {
    library,
    isNamed: true,
    madeAtLoad: 'needs-environment',
    packagesFor: () => sharedRedis.packages,
    refuses: refusesSetting,
    write: limiterEdits,
  };
}

export const flaskLimiter = limitsRecipe('flask-limiter');
export const slowapi = limitsRecipe('slowapi');

/** Where a setting of the application names the storage, it is that setting that is mended. */
function settingFor(
  graph: ProgramGraph,
  { pattern, fact, file }: LibraryUse,
): { readonly site: Site; readonly isOne: boolean } | null {
  const names = pattern.shared?.settings;
  if (names === undefined || fact.named.some(({ key }) => key === 'storage_uri')) return null;
  const { key, meanings } = settingOf(graph, names, null, file);
  if (key === null) return null;
  return { site: key, isOne: meanings.length === 1 && meanings[0]?.kind === 'literal' };
}

function refusesSetting(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const setting = settingFor(graph, use);
  if (setting === null || setting.isOne) return null;
  return refusalAt(graph, 'Several settings, or one that is computed, say where limits are counted.', setting.site);
}

async function limiterEdits(site: StoreSite): Promise<StoreEdits> {
  const { context, graph, programs, use } = site;
  const call = await openedFile(site, use.file);
  const setting = settingFor(graph, use)?.site;
  const place = setting ?? { file: use.file, span: use.fact.span };
  const target = place.file === use.file ? call : await openedFile(site, place.file);
  const { asked, edits, made } = await sharedAddress(site, place, target);
  const storage = `${asked} or ${quoted(target, 'memory://')}`;
  const ownEdits = callEdits(site, call, setting === undefined ? storage : null);
  const settingEdits = setting === undefined ? [] : replaceExpression(target, setting.span, storage);
  if (ownEdits === null || settingEdits === null) {
    throw new Error(`${use.file} has changed since it was checked; check it again.`);
  }
  const inCall = { file: use.file, edits: ownEdits };
  const inSetting = { file: place.file, edits: [...edits, ...settingEdits] };
  const changes =
    place.file === use.file ? [{ file: use.file, edits: [...inSetting.edits, ...ownEdits] }] : [inSetting, inCall];
  return {
    changes: changes.filter((each) => each.edits.length > 0),
    created: made,
    names: productionNames(context, programs, 'REDIS_URL'),
  };
}

/** What the limiter is told, except for what it is told already; `storage` is null where a setting names it. */
function callEdits({ graph, use }: StoreSite, file: OpenPython, storage: string | null): readonly TextEdit[] | null {
  const { span } = use.fact;
  const given = keywordsOf(file, span);
  if (given === null) return null;
  const half = (name: string) => `${quoted(file, name)}: 0.5`;
  const wanted = {
    // Half a second without an answer is enough to know that Redis is down.
    storage_options: `{${half('socket_connect_timeout')}, ${half('socket_timeout')}}`,
    in_memory_fallback_enabled: 'True',
    key_prefix: quoted(file, limiterPrefix(graph, use)),
  };
  return setKeywords(file, span, {
    ...(storage === null ? {} : { storage_uri: storage }),
    ...Object.fromEntries(Object.entries(wanted).filter(([key]) => !given.has(key))),
  });
}

function quoted({ style }: OpenPython, text: string): string {
  return style.quote + text + style.quote;
}
