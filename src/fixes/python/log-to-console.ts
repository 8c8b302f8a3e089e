import type { FixSources } from '../../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { addImport, nodeAt, nodesAround, type OpenPython, openPython, part } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { withoutUnused } from './unused-imports.ts';

/** A handler for files becomes one for the console; what set the root up with a file is given the console instead. */
export async function consoleInPython(
  graph: ProgramGraph,
  { file: path, fact }: LibraryUse,
  text: string,
  { parsePython }: FixSources,
): Promise<readonly TextEdit[]> {
  const file = openPython(await parsePython(), text);
  if (file === null) throw new Error(`${path} does not parse; mend it first.`);
  const call = nodeAt(file, fact.span, 'call');
  const list = call === undefined ? undefined : part(call, 'arguments');
  if (call === undefined || list === undefined) {
    throw new Error(`${path} has changed since it was checked; check it again.`);
  }
  const refused = (reason: string) => new Error(`${reason} (${path}:${text.slice(0, call.start).split('\n').length})`);
  const top = file.root.children.find(({ start, end }) => start <= call.start && call.end <= end);
  const before = top?.start ?? call.start;
  const sys = addImport(file, { module: 'sys', names: [{ imported: '*', local: 'sys' }], before });
  const stdout = `${sys.locals['*'] ?? 'sys'}.stdout`;
  if (/basicConfig$/.test(text.slice(call.start, list.start))) {
    const edits = basicEdits(file, list.children, stdout);
    if (edits === null) throw refused('What it is told does not stand in the call itself.');
    return withoutUnused(graph, path, file, [...sys.edits, ...edits]);
  }
  const name = keptUnder(file, fact.span);
  if (name !== null && ownToFiles(name).test(text)) {
    throw refused(`\`${name}\` is used as a handler of files elsewhere too.`);
  }
  // `import logging.handlers` brings `logging` as well.
  const isWhole = /^import (?:.*,\s*)?logging(?:\.\w+)*\s*(?:,|$)/m.test(text);
  const stream = isWhole
    ? { edits: [], locals: { StreamHandler: 'logging.StreamHandler' } }
    : addImport(file, { module: 'logging', names: [{ imported: 'StreamHandler', local: 'StreamHandler' }], before });
  const made = `${stream.locals['StreamHandler'] ?? 'StreamHandler'}(${stdout})`;
  const edits = [...sys.edits, ...stream.edits, { span: fact.span, text: made }];
  return withoutUnused(graph, path, file, edits);
}

/** Members that handlers of files alone have. */
function ownToFiles(name: string): RegExp {
  return new RegExp(
    `\\b${name}\\.(?:suffix|namer|rotator|doRollover|baseFilename|extMatch|shouldRollover|maxBytes)\\b`,
  );
}

function keptUnder(file: OpenPython, span: readonly [number, number]): string | null {
  const assignment = nodesAround(file, span).findLast(({ kind }) => kind === 'assignment');
  const left = assignment === undefined ? undefined : part(assignment, 'left');
  return left?.kind === 'identifier' ? file.text.slice(left.start, left.end) : null;
}

const ofFiles: ReadonlySet<string> = new Set(['filename', 'filemode', 'encoding', 'errors']);

/** `filename` becomes `stream`, and what says how the file is opened goes. Null where a dictionary is spread. */
function basicEdits(
  { text }: OpenPython,
  children: readonly Parameters<typeof part>[0][],
  stdout: string,
): readonly TextEdit[] | null {
  const given = children.filter(({ named, kind }) => named && kind !== 'comment');
  const nameOf = (node: Parameters<typeof part>[0]): string => {
    const name = part(node, 'name');
    return name === undefined ? '' : text.slice(name.start, name.end);
  };
  if (given.some(({ kind }) => kind !== 'keyword_argument')) return null;
  const filename = given.find((each) => nameOf(each) === 'filename');
  if (filename === undefined) return null;
  const edits: TextEdit[] = [{ span: [filename.start, filename.end], text: `stream=${stdout}` }];
  for (const each of given) {
    if (each === filename || !ofFiles.has(nameOf(each))) continue;
    const index = given.indexOf(each);
    const [previous, next] = [given[index - 1], given[index + 1]];
    // With the comma and the blanks that parted it from its neighbour.
    if (previous !== undefined) edits.push({ span: [previous.end, each.end], text: '' });
    else if (next !== undefined) edits.push({ span: [each.start, next.start], text: '' });
  }
  return edits;
}
