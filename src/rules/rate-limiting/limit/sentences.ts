import type { Judgement } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, sourceText, whereSet, withInstances } from '../../../findings/wording.ts';
import type { ProgramGraph, Route } from '../../../link/program-graph.ts';
import type { Limit } from './limit.ts';
import type { LimitPurpose } from './purpose.ts';
import { windowText } from './window-text.ts';

interface Counted {
  readonly limit: Limit | null;
  readonly purpose: LimitPurpose;
  readonly judgement: Judgement;
  /** Whether a limiter beside it is given a shared store. */
  readonly isBeside: boolean;
  /** The setting without which it counts nothing; null where it counts as the program comes. */
  readonly setting: string | null;
}

/** What all instances together allow; null when the limit cannot be read. */
export function effectiveLimit(limit: Limit | null, judgement: Judgement): number | null {
  return limit === null ? null : limit.count * instancesInWords(judgement);
}

/** The instances that the finding speaks of: with one declared it speaks of the second. */
export function instancesInWords({ situation, instances }: Judgement): number {
  return situation === 'one' || situation === 'one-at-deploy' ? Math.max(2, instances) : instances;
}

/** "5 sign-in tries a minute are really up to 20: each of 4 instances (compose.yaml:12) counts in its own memory." */
export function sentencesOf(context: RuleContext, counted: Counted): readonly string[] {
  const from = sourceText(counted.judgement.source, { facts: context.graph.facts, catalog: context.catalog });
  const whole = counted.limit === null ? withoutNumbers(counted, from) : withNumbers(counted, counted.limit, from);
  const first = firstSentence(whole.flatMap(({ sentences }) => sentences.slice(0, 1)));
  const chosen = whole.find(({ sentences }) => sentences[0] === first);
  return [...(chosen?.sentences ?? [first]), adviceOf(context, counted)];
}

function adviceOf({ graph }: RuleContext, { purpose, isBeside, setting }: Counted): string {
  if (setting !== null) return whereSet('It counts', setting, 'give it a store they share');
  if (isBeside)
    return 'Limiters beside it share a store; leave this one in memory only if it protects the instance itself.';
  switch (purpose.because) {
    case 'flood':
      return 'It stands before most routes as a guard against floods, so share a store only if the number is meant exactly.';
    case 'signed-in':
      return 'Its routes ask who is signed in, so share a store only if the number is meant exactly.';
    case 'bare':
      return `It stands before ${routesText(graph, purpose.routes)}, where nothing tells of a secret or a cost, so share a store only if the number is meant exactly.`;
    case 'together':
      return 'It counts everybody together, so share a store if what stands behind it has a limit of its own.';
    case 'unseen':
      return 'Its routes are not seen; if one of them takes a secret or costs money, give it a store they share.';
    default:
      return 'Give the limiter a store they share.';
  }
}

/** The first by what handles it, because its path may lack what it is mounted under. */
function routesText(graph: ProgramGraph, routes: readonly Route[]): string {
  const [first, ...others] = routes;
  const name = first?.handlers.map((key) => graph.functions.get(key)?.fact.name ?? '').find((each) => each !== '');
  const path = first?.path ?? '';
  const text = name === undefined ? `${first?.verb ?? ''} ${path === '' ? '/' : path}`.trim() : `\`${name}\``;
  return others.length === 0 ? text : `${text} and ${others.length} more`;
}

interface Wording {
  readonly sentences: readonly string[];
}

function withNumbers({ purpose, judgement }: Counted, limit: Limit, from: string): readonly Wording[] {
  const { instances, situation } = judgement;
  const byDefault = limit.known === 'environment' ? ' by default' : '';
  const what = `${limit.count} ${purpose.counted}${windowText(limit.windowMilliseconds)}${byDefault}`;
  const effective = limit.count * instancesInWords(judgement);
  switch (situation) {
    case 'assumed':
      return [
        {
          sentences: [
            `${withInstances(judgement)} ${what} are really up to ${effective}: each counts in its own memory.`,
          ],
        },
        {
          sentences: [`${withInstances(judgement)} ${what} are up to ${effective}.`, 'Each counts in its own memory.'],
        },
      ];
    case 'one':
    case 'one-at-deploy':
      return [
        {
          sentences: [
            `${what} become up to ${effective} with a second instance, which counts in its own memory.`,
            `One instance is declared${from}.`,
          ],
        },
      ];
    default:
      return [
        {
          sentences: [
            `${what} are really up to ${effective}: each of ${instances} instances${from} counts in its own memory.`,
          ],
        },
        {
          sentences: [
            `${what} are really up to ${effective}.`,
            `Each of ${instances} instances${from} counts in its own memory.`,
          ],
        },
      ];
  }
}

function withoutNumbers({ purpose, judgement }: Counted, from: string): readonly Wording[] {
  const { instances, situation } = judgement;
  switch (situation) {
    case 'assumed':
      return [
        {
          sentences: [
            `${withInstances(judgement)} the limit of ${purpose.counted} is really up to ${instances} times as high.`,
            'Each counts in its own memory.',
          ],
        },
      ];
    case 'one':
    case 'one-at-deploy':
      return [
        {
          sentences: [
            `A second instance would double the limit of ${purpose.counted}, because it counts in its own memory.`,
            `One instance is declared${from}.`,
          ],
        },
      ];
    default:
      return [
        {
          sentences: [
            `The limit of ${purpose.counted} is really up to ${instances} times what it says.`,
            `Each of ${instances} instances${from} counts in its own memory.`,
          ],
        },
      ];
  }
}
