import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { addBehind, replaceWords } from '../../sources/nginx/edit.ts';
import type { Passing } from '../../system/passings.ts';
import type { TextEdit } from '../../text/edits.ts';
import { refusalAt } from '../refusal.ts';

/** A line that a location is to say when it passes a request on. */
export interface PassedLine {
  /** Null for the version of the protocol. */
  readonly header: string | null;
  readonly value: string;
}

/** Why no line can be written for a `proxy_pass`; null where one can. */
export function placeObstacle(graph: ProgramGraph, file: string, passing: Passing): Refusal | null {
  const [block] = passing.blocks;
  if (block !== 'location') {
    const reason = 'The `proxy_pass` stands in a condition, which takes no such lines.';
    return refusalAt(graph, reason, { file, span: passing.directive.span });
  }
  const [header] = headersIn(passing.levels[holderOf(passing)]);
  const around = passing.blocks[holderOf(passing)];
  if (header === undefined || around === 'location' || around === 'server') return null;
  return refusalAt(graph, 'The headers that hold here hold for all servers, and so would what is added.', {
    file,
    span: header.span,
  });
}

/**
 * Edits that make locations say lines. Headers of a block take the place of all that the blocks around it set, so that
 * each line goes beside the headers that hold there, and into the location itself where none do.
 */
export function passedLineEdits(
  text: string,
  wanted: readonly { readonly passing: Passing; readonly lines: readonly PassedLine[] }[],
): readonly TextEdit[] {
  const replaced = new Map<number, TextEdit>();
  const added = new Map<DirectiveFact, string[]>();
  for (const { passing, lines } of wanted) {
    const level = passing.levels[holderOf(passing)] ?? [];
    const anchor = headersIn(level).at(-1) ?? level.findLast(isVersion) ?? passing.directive;
    for (const line of lines) {
      const present = presentIn(passing, line);
      const edit = present === undefined ? null : replaceWords(present, line.header === null ? 0 : 1, line.value);
      if (edit !== null) replaced.set(edit.span[0], edit);
      else {
        const written = line.header === null ? 'proxy_http_version' : `proxy_set_header ${line.header}`;
        const sentence = `${written} ${line.value};`;
        const others = added.get(anchor) ?? [];
        if (!others.includes(sentence)) added.set(anchor, [...others, sentence]);
      }
    }
  }
  return [...replaced.values(), ...[...added].map(([anchor, lines]) => addBehind(text, anchor, lines))];
}

/** The directive that says it otherwise, where it holds for the same block or less. */
function presentIn(passing: Passing, { header }: PassedLine): DirectiveFact | undefined {
  const holder = holderOf(passing);
  if (header !== null) {
    return headersIn(passing.levels[holder]).find(
      ({ words }) => words[0]?.value.toLowerCase() === header.toLowerCase(),
    );
  }
  return passing.levels
    .slice(0, holder + 1)
    .flatMap((level) => level.filter(isVersion))
    .at(0);
}

/** The block whose headers hold for a `proxy_pass`: the innermost that sets any, else its own. */
function holderOf({ levels }: Passing): number {
  return Math.max(
    0,
    levels.findIndex((level) => headersIn(level).length > 0),
  );
}

function headersIn(level: readonly DirectiveFact[] | undefined): readonly DirectiveFact[] {
  return (level ?? []).filter(({ name }) => name === 'proxy_set_header');
}

function isVersion({ name }: DirectiveFact): boolean {
  return name === 'proxy_http_version';
}
