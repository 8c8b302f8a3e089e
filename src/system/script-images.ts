import type { FactsByFile } from '../facts/store.ts';
import { remembered } from '../link/remembered.ts';
import { folderOf, joinPaths } from '../text/paths.ts';

/** What a script builds an image from. */
export interface ScriptImage {
  readonly context: string;
  readonly dockerfile: string | null;
  readonly target: string | null;
}

/** What a script of the workspace builds under a name, without registry and tag: `docker build -t shop-edge .` */
export function scriptImage(facts: FactsByFile, repository: string): ScriptImage | null {
  return imagesOf(facts).get(repository) ?? null;
}

const imagesOf = remembered((facts: FactsByFile): ReadonlyMap<string, ScriptImage> => {
  const found = new Map<string, ScriptImage | null>();
  for (const [file, { deployment }] of facts) {
    for (const { words } of deployment?.shell?.commands ?? []) {
      for (const [name, image] of builtBy(facts, file, words)) {
        const known = found.get(name);
        // Two scripts that build different things under one name leave open which of them runs.
        const isOther = known !== undefined && JSON.stringify(known) !== JSON.stringify(image);
        found.set(name, isOther ? null : image);
      }
    }
  }
  return new Map([...found].flatMap(([name, image]) => (image === null ? [] : [[name, image] as const])));
});

function builtBy(
  facts: FactsByFile,
  script: string,
  words: readonly string[],
): readonly (readonly [string, ScriptImage])[] {
  const at = words.indexOf('build');
  const before = words.slice(0, Math.max(at, 0));
  if (
    !/(?:^|\/)(?:docker|podman|nerdctl)$/.test(before[0] ?? '') ||
    before.slice(1).some((word) => word !== 'buildx' && word !== 'image')
  ) {
    return [];
  }
  const context = words.at(-1) ?? '';
  const folder = [folderOf(script), '']
    .flatMap((each) => joinPaths(each, context) ?? [])
    .find(
      (each) =>
        (facts.get(joinPaths(each, optionIn(words, '-f', '--file') ?? 'Dockerfile') ?? '')?.deployment?.stages ?? [])
          .length > 0,
    );
  if (folder === undefined || context.includes('$')) return [];
  const image = {
    context: folder,
    dockerfile: optionIn(words, '-f', '--file'),
    target: optionIn(words, '--target', '--target'),
  };
  return words.flatMap((word, index): readonly (readonly [string, ScriptImage])[] => {
    const name = word === '-t' || word === '--tag' ? words[index + 1] : /^--tag=(.+)$/.exec(word)?.[1];
    const plain = name?.replace(/:[^/:]*$/, '') ?? '';
    return /^[a-z0-9][\w./-]*$/.test(plain) ? [[plain, image]] : [];
  });
}

function optionIn(words: readonly string[], short: string, long: string): string | null {
  const at = words.findIndex((word) => word === short || word === long);
  return (
    words.find((word) => word.startsWith(`${long}=`))?.slice(long.length + 1) ??
    (at < 0 ? null : (words[at + 1] ?? null))
  );
}
