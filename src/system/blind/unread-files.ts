import type { UnreadFile, UnreadKind } from '../../facts/unread-file.ts';
import { folderOf } from '../../text/paths.ts';
import { isSideCode } from '../side-code.ts';

/** What is missing without them. */
const consequences: Readonly<Record<UnreadKind, string>> = {
  image: 'start commands in it are not known',
  copies: 'how many instances it asks for is not known',
  language: 'nothing in it is judged',
};

const mostNamed = 3;

/** One sentence for each sort of file that no reader takes yet, with the first few places. */
export function unreadFiles(unread: readonly UnreadFile[]): readonly string[] {
  const groups = new Map<string, UnreadFile[]>();
  for (const file of unread) {
    if (isSideCode(folderOf(file.path)) || isElsewhere(file.path)) continue;
    groups.set(file.title, [...(groups.get(file.title) ?? []), file]);
  }
  return [...groups.values()].flatMap((files) => sentenceOf(files)).sort();
}

/** Applications for telephones and desktops, and the machines of developers, are no part of what is deployed. */
function isElsewhere(path: string): boolean {
  return /(?:^|\/)(?:android|ios|src-tauri|\.devcontainer)\/|(?:^|\/)\.gitpod/.test(path);
}

function sentenceOf(files: readonly UnreadFile[]): readonly string[] {
  const [first] = files;
  if (first === undefined) return [];
  const consequence = consequences[first.kind];
  const paths = onceAFolder(files);
  const shown = paths.slice(0, mostNamed).join(', ');
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
  const thing = first.kind === 'language' ? `Code in ${first.title}` : `The ${first.title}`;
  return [`${thing} is not read (${shown}${more}): ${consequence}.`];
}

/** Files of one sort in one folder belong together; the first stands for all of them. */
function onceAFolder(files: readonly UnreadFile[]): readonly string[] {
  const seen = new Set<string>();
  return files
    .map(({ path }) => path)
    .filter((path) => {
      const folder = folderOf(path);
      const isFirst = !seen.has(folder);
      seen.add(folder);
      return isFirst;
    });
}
