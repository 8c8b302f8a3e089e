import type { Plan, Rung } from '../types.ts';
import { code, counted, fenced, placeLink, prose, provenanceText, row } from './markdown.ts';
import { saidText } from './said.ts';

/** Sections beyond the blockers. Each is left out where it has nothing to say. */
type Section = (plan: Plan) => readonly string[];

const shownRungs = 30;
const shownNames = 12;

export const progressSection: Section = ({ progress }) => {
  if (progress === null) return [];
  const { since, closed, opened, still } = progress;
  const names = (title: string, all: readonly string[]) =>
    all.length === 0
      ? []
      : [
          `- ${title}: ${all.slice(0, shownNames).map(prose).join('; ')}${all.length > shownNames ? ` and ${all.length - shownNames} more` : ''}`,
        ];
  return [
    `## Since ${since}`,
    '',
    `${closed.length} of ${closed.length + still} findings are closed, ${still} are still there, ${opened.length} are new.`,
    '',
    ...names('Closed', closed),
    ...names('New', opened),
    '',
  ];
};

export const ladderSection: Section = ({ ladder }) => {
  if (ladder.length === 0) return [];
  const rest = ladder.length - shownRungs;
  return [
    '## Ceiling ladder',
    '',
    'What stops first stands first.',
    '',
    row(['Component', 'Kind', 'Runs', 'Stops at', 'Why']),
    '|---|---|---|---|---|',
    ...ladder.slice(0, shownRungs).map(rungLine),
    '',
    ...(rest > 0 ? [`${counted(rest, 'further component')} of no known limit.`, ''] : []),
  ];
};

function rungLine({ name, kind, runs, at, unit, why }: Rung): string {
  return row([
    code(name),
    kind,
    runs === null ? 'not known' : `${runs.value}, ${provenanceText(runs.from)}`,
    at === null ? 'no number known' : `${at} ${prose(at === 1 ? unit.replace(/^(instance|host)s/, '$1') : unit)}`,
    saidText(why),
  ]);
}

export const limitSection: Section = ({ limits, queues, sizing }) => [
  ...(limits.length === 0
    ? []
    : [
        '## Limits that are counted alone',
        '',
        'Formula F18: each instance lets the whole limit pass.',
        '',
        row(['Limiter', 'Limit', '× instances', '= really', 'Instances']),
        '|---|--:|--:|--:|---|',
        ...limits.map(({ place, limit, instances, effective, assumed }) =>
          row([
            placeLink(place.file, place.line),
            String(limit),
            String(instances),
            String(effective),
            assumed ? 'assumed, as nothing says' : 'as they run',
          ]),
        ),
        '',
      ]),
  ...(queues.length === 0
    ? []
    : [
        '## Jobs at once',
        '',
        row(['Worker', 'Concurrency', '× processes', '× hosts', '= at once', 'Where the figures come from']),
        '|---|--:|--:|--:|--:|---|',
        ...queues.map(({ program, concurrency, processes, hosts, atOnce }) =>
          row([
            code(program),
            String(concurrency.value),
            String(processes),
            String(hosts.value),
            String(atOnce),
            `concurrency ${provenanceText(concurrency.from)} · hosts ${provenanceText(hosts.from)}`,
          ]),
        ),
        '',
      ]),
  ...(sizing.length === 0
    ? []
    : [
        '## Sizes, from your answers',
        '',
        row(['What', 'Formula', 'Sum', 'Needed', 'From']),
        '|---|---|---|---|---|',
        ...sizing.map(({ what, formula, sum, result, from }) => row([prose(what), formula, sum, prose(result), from])),
        '',
      ]),
];

export const choiceSection: Section = ({ choices }) =>
  choices.length === 0
    ? []
    : [
        '## Patterns, taken and left',
        '',
        row(['Pattern', 'Decision', 'Reason']),
        '|---|---|---|',
        ...choices.map(({ pattern, verdict, why }) => row([pattern, `**${verdict}**`, saidText(why)])),
        '',
      ];

export const additionSection: Section = ({ additions }) =>
  additions.length === 0
    ? []
    : [
        '## What it adds, and how that fails',
        '',
        ...additions.flatMap(({ name, isNew, why, where, fails }) => [
          `### ${prose(name)}${isNew ? '' : ', which is there already'}`,
          '',
          [saidText(why), ...(where === null ? [] : [saidText(where)])].join(' '),
          '',
          ...fails.map((line) => `- ${line}`),
          '',
        ]),
      ];

export const rolloutSection: Section = ({ cutOver, steps, signals }) => [
  ...(cutOver.length === 0 || steps.length === 0
    ? []
    : ['## Cut-over', '', ...cutOver.map((each) => `- ${saidText(each)}`), '']),
  ...(steps.length === 0
    ? []
    : [
        '## Rollout',
        '',
        row(['Step', 'What', 'Done when', 'Way back']),
        '|--:|---|---|---|',
        ...steps.map(({ title, verify, rollback }, index) =>
          row([String(index + 1), prose(title), prose(verify), prose(rollback)]),
        ),
        '',
      ]),
  ...(signals.length === 0
    ? []
    : [
        '## What announces each wall',
        '',
        row(['Wall', 'Metric', 'Threshold', 'How to ask']),
        '|---|---|---|---|',
        ...signals.map(({ wall, metric, threshold, query }) =>
          row([prose(wall), metric, prose(threshold), /^(?:SELECT|SHOW) /.test(query) ? code(query) : prose(query)]),
        ),
        '',
      ]),
];

export const scopeSection: Section = ({ choices, questions }) => {
  const open = choices.filter(({ verdict }) => verdict === 'open');
  if (choices.length === 0) return [];
  return [
    '## Not part of this, and not decided',
    '',
    '- Not part: faster queries, less work in a request, costs, several regions, backups. More instances change none of them.',
    ...open.map(({ pattern, why }) => `- Open: ${pattern}. ${saidText(why)}`),
    '',
    ...(questions.length === 0
      ? []
      : [
          '## Questions whose answers settle most',
          '',
          'Each may stay unknown; `Second Instance: Answer Plan Questions` asks them one at a time.',
          '',
          row(['Question', 'It settles', 'Where the answer stands']),
          '|---|---|---|',
          ...questions.map(({ text, unlocks, path }) => row([prose(text), prose(unlocks), code(path.join('.'))])),
          '',
        ]),
  ];
};

/** The picture once more, as it is when all of it is done. */
export const afterwardsSection: Section = ({ difference }) =>
  difference === null
    ? []
    : [
        '## Architecture after this plan',
        '',
        '✚ comes new, △ changes, × goes.',
        '',
        ...fenced('mermaid', difference),
        '',
      ];
