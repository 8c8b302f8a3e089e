import type { FileEdit } from '../../findings/fix.ts';
import type { Site } from '../../link/program-graph.ts';
import { sharedRedis } from '../../patterns/stores/python/shared-redis.ts';
import { addImport, type OpenPython, openPython } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { StoreSite } from '../shared-store.ts';
import { ownModules } from './own-modules.ts';
import { definesFunction, writtenModule } from './written-module.ts';

const shared = 'shared_redis_url';

/** The address of the Redis, as code at a place of the program asks for it. */
export interface SharedAddress {
  /** The call that gives the address, or None where one instance runs alone. */
  readonly asked: string;
  /** The import that the place's file needs. */
  readonly edits: readonly TextEdit[];
  /** The module that gives it, where no earlier fix made it. */
  readonly made: readonly FileEdit[];
}

/** Brings the module that gives the address to a place in a file, which is `open`. */
export async function sharedAddress(site: StoreSite, place: Site, open: OpenPython): Promise<SharedAddress> {
  const { context, graph, programs, use, sources } = site;
  const wanted = { template: sharedRedis, name: sharedRedis.id, isOurs: definesFunction(shared) };
  const module = await writtenModule(context, programs, use.file, wanted, sources.read);
  const { edits, locals } = addImport(open, {
    module: await module.nameIn(place.file),
    names: [{ imported: shared, local: shared }],
    before: statementAround(open, place.span[0]),
    own: ownModules(graph, place.file),
  });
  return { asked: `${locals[shared] ?? shared}()`, edits, made: module.made };
}

/** A file of the program with its tree; throws an Error where it does not parse. */
export async function openedFile({ sources }: StoreSite, file: string): Promise<OpenPython> {
  const open = openPython(await sources.parsePython(), (await sources.read(file)) ?? '');
  if (open === null) throw new Error(`${file} does not parse; mend it first.`);
  return open;
}

/** Where the statement of the module starts that holds an offset: what it uses is imported before it. */
export function statementAround({ root }: OpenPython, offset: number): number {
  return root.children.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
}
