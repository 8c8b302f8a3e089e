import type { AnsweringServer } from '../../../catalog/answering-servers.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Program } from '../../../system/types.ts';
import { isInFolder } from '../../../text/paths.ts';

/** Whether a program runs on a version before the one from which a default is another; `unknown` where nothing settles it. */
export function ageOfRuntime(
  { graph }: RuleContext,
  { folder }: Program,
  { image, version }: NonNullable<AnsweringServer['newer']>,
): 'older' | 'newer' | 'unknown' {
  const images = [...graph.facts.values()].flatMap(({ deployment }) => [
    ...(deployment?.stages ?? []).map(({ base }) => base.value),
    ...(deployment?.units ?? []).flatMap(({ containers }) => containers.flatMap((each) => each.image?.value ?? [])),
  ]);
  const own = images.flatMap((text) => {
    const [, name, tag] = /(?:^|\/)([\w.-]+)(?::(\S+))?$/.exec(text) ?? [];
    return name === image ? [majorOf(tag ?? '')] : [];
  });
  const versions = own.length > 0 ? own : enginesAround(graph.packages, folder);
  if (versions.length === 0) return 'unknown';
  if (versions.every((each) => each !== null && each < version)) return 'older';
  return versions.every((each) => each !== null && each >= version) ? 'newer' : 'unknown';
}

function majorOf(text: string): number | null {
  const [, major] = /^v?(\d{1,3})(?:[.-]|$)/.exec(text) ?? [];
  return major === undefined ? null : Number(major);
}

/** Ranges that hold for one version alone: `20.x`, `^22.1.0`. */
function enginesAround(packages: RuleContext['graph']['packages'], folder: string): readonly (number | null)[] {
  const [engine] = packages
    .filter((each) => isInFolder(folder, each.folder) && each.manifest.engine !== null)
    .sort((a, b) => b.folder.length - a.folder.length)
    .flatMap(({ manifest }) => manifest.engine ?? []);
  if (engine === undefined) return [];
  return [/^[\^~=]?v?\d+(?:\.[\dx*]+)*$/.test(engine.trim()) ? majorOf(engine.trim().replace(/^[\^~=]/, '')) : null];
}
