import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import type { Source } from '../system/types.ts';
import { positionAt } from '../text/lines.ts';
import type { Judgement } from './judge.ts';

/** What wording needs to name places and platforms; a rule's context has both. */
interface Names {
  readonly facts: FactsByFile;
  readonly catalog: Catalog;
}

/**
 * The sentence with this workspace's number, around what is true of each instance: `holds its own carts` gives
 * "Each of 3 instances (compose.yaml:12) holds its own carts." or "With 2 instances each holds its own carts."
 */
export function numbersSentence(judgement: Judgement, each: string, names: Names): string {
  const from = sourceText(judgement.source, names);
  switch (judgement.situation) {
    case 'many':
      return `Each of ${judgement.instances} instances${from} ${each}.`;
    case 'one':
      return judgement.instances === 0
        ? `No instance is declared${from}; with two, each ${each}.`
        : `One instance is declared${from}; with a second, each ${each}.`;
    case 'one-at-deploy':
      return `One instance is declared${from}, but a deploy or restart puts a second beside or after it, and each ${each}.`;
    case 'assumed':
    case 'always':
      return `${withInstances(judgement)} each ${each}.`;
  }
}

/** How a sentence begins where nothing says how many run, so that the number is part of the condition. */
export function withInstances({ instances }: Pick<Judgement, 'instances'>): string {
  return `With ${instances} instances`;
}

/** Where a number comes from, in brackets and with a blank before them: ` (compose.yaml:12)`; empty when it is assumed. */
export function sourceText(source: Source, names: Names): string {
  if (source.kind === 'place') {
    const places = [source.site, ...(source.others ?? [])].map((site) => placeText(site, names.facts));
    return ` (${places.join(' and ')}${source.several === true ? ', which asks for several: two are counted' : ''})`;
  }
  if (source.kind === 'assumed') return '';
  if (source.kind === 'command-line') return ' (as supposed)';
  const platform = names.catalog.platforms.find((each) => each.id === source.id);
  return ` (the default of ${platform?.title ?? source.id})`;
}

/** The related place that shows the line which sets the number; none when no line does. */
export function sourceRelated(judgement: Judgement): readonly { readonly site: Site; readonly message: string }[] {
  if (judgement.source.kind !== 'place') return [];
  const { site, others = [] } = judgement.source;
  const count = judgement.instances === 1 ? '1 instance' : `${judgement.instances} instances`;
  const by = others.length === 0 ? 'by this line' : `by this line and ${others.length} more`;
  return [{ site, message: `${judgement.program.name} runs as ${count}, ${by}.` }];
}

/** The first of the wordings, ordered from rich to short, whose length a first sentence may have. */
export function firstSentence(wordings: readonly string[]): string {
  return wordings.find((wording) => wording.length <= longestFirstSentence) ?? shortened(wordings.at(-1) ?? '');
}

const longestFirstSentence = 110;

function shortened(text: string): string {
  return text.length <= longestFirstSentence ? text : `${text.slice(0, longestFirstSentence - 2).trimEnd()}….`;
}

function placeText(site: Site, facts: FactsByFile): string {
  const starts = facts.get(site.file)?.lineStarts ?? [0];
  return `${site.file}:${positionAt(starts, site.span[0]).line + 1}`;
}

/** "It counts only where `LIMITS` is set, which it is not by default; there give it a store they share." */
export function whereSet(what: string, setting: string, advice: string): string {
  return `${what} only where \`${setting}\` is set, which it is not by default; there ${advice}.`;
}

/** A text as a sentence begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
