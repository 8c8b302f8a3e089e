import type { BuildKeys } from '../../catalog/build-keys.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, sourceRelated, withInstances } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { type CommandAtStart, commandsAtStart } from '../../system/commands-at-start.ts';
import { settingsNamed } from '../../system/named-settings.ts';
import type { Program } from '../../system/types.ts';

/** An application that each instance builds for itself, so that pages of one call functions that no other one knows. */
export const rule: Rule = {
  info: {
    id: 'next-instance-keys',
    title: 'Each instance builds its own keys',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: [],
    gates: ['guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'Next.js: failed to find Server Action',
      url: 'https://nextjs.org/docs/messages/failed-to-find-server-action',
      quote:
        'When self-hosting your Next.js application across multiple servers, each server instance may end up with a different encryption key, leading to potential inconsistencies.',
    },
    summary: 'Every instance builds the application when it starts, and a page of one fails on the others.',
  },
  check: (context) =>
    context.catalog.frameworks.flatMap(({ id, buildKeys }) =>
      buildKeys === undefined ? [] : verdictsOf(context, id, buildKeys),
    ),
};

function verdictsOf(context: RuleContext, framework: string, keys: BuildKeys): readonly Verdict[] {
  const { graph, system } = context;
  const programs = system.programs.filter(({ role }) => role === 'server');
  const builds = commandsAtStart(graph, programs).filter(({ words }) => isBuild(words, keys));
  const seen = new Set<string>();
  return builds.flatMap((build) => {
    if (seen.has(build.program.name)) return [];
    seen.add(build.program.name);
    return verdictOf(context, framework, keys, build);
  });
}

/** Whether a command is the one that builds, by whatever path or tool in front of it. */
function isBuild(words: readonly string[], { command: [tool = '', ...rest] }: BuildKeys): boolean {
  const at = words.findIndex((word) => word === tool || word.endsWith(`/${tool}`));
  return at >= 0 && rest.every((word, index) => words[at + 1 + index] === word);
}

function verdictOf(
  context: RuleContext,
  framework: string,
  keys: BuildKeys,
  { program, site, conditional }: CommandAtStart,
): readonly Verdict[] {
  const { graph } = context;
  const called = calledFromPages(graph, framework, keys, program);
  const stop = firstStop([
    () => (conditional ? builtBefore : null),
    () => (called === null ? uncalled : null),
    () => (keys.environment.some((name) => isGiven(graph, name)) ? given : null),
  ]);
  const judgement = judge({
    info: rule.info,
    programs: [program],
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  if (judgement === null || called === null) return [];
  if (judgement.situation === 'one' || judgement.situation === 'one-at-deploy')
    return [{ kind: 'silent', site, ...alone }];
  const names = { facts: graph.facts, catalog: context.catalog };
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'high',
      sentences: [
        firstSentence([harmOf(judgement, keys)]),
        judgement.situation === 'assumed'
          ? 'Each builds when it starts, and each build makes keys of its own.'
          : numbersSentence(judgement, 'builds when it starts, and each build makes keys of its own', names),
        keys.remedy,
      ],
      related: [{ site: called, message: 'Pages call this by what their build made.' }, ...sourceRelated(judgement)],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'unit', file: site.file, name: program.name },
      thing: 'forms',
      symbol: 'build at every start',
    },
  ];
}

const builtBefore: Stop = { gate: 'guard', reason: 'A test decides whether the start builds.' };
const uncalled: Stop = { gate: 'role', reason: 'No page calls a function of the server, so none needs the keys.' };
const given: Stop = { gate: 'shared', reason: 'A name of the environment gives all builds the same key.' };
const alone: Stop = { gate: 'topology', reason: 'One instance is declared, so no other one has built anything.' };

/** A function of the program that pages call: what they send goes to whichever instance the balancer chooses. */
function calledFromPages(graph: ProgramGraph, framework: string, keys: BuildKeys, program: Program): Site | null {
  const isMarked = (file: string, directives: readonly string[]): boolean =>
    directives.includes(keys.directive) || graph.facts.get(file)?.code?.directives.includes(keys.directive) === true;
  const entry = graph.entries.find(({ function: key, framework: of, site }) => {
    const node = graph.functions.get(key);
    return (
      of === framework &&
      node !== undefined &&
      program.files.has(site.file) &&
      isMarked(node.file, node.fact.directives)
    );
  });
  return entry?.site ?? null;
}

/** Whether some file sets the name, asks for it in an example, or code speaks of it. */
function isGiven(graph: ProgramGraph, name: string): boolean {
  return settingsNamed(graph, name).length > 0;
}

function harmOf(judgement: Judgement, { harm }: BuildKeys): string {
  return judgement.situation === 'assumed'
    ? `${withInstances(judgement)}, forms of a page that one drew ${harm} on the other.`
    : `Forms of a page that one instance drew ${harm} on the others.`;
}
