import { catalog as builtInCatalog } from '../catalog/catalog.ts';
import { triggerWords } from '../catalog/triggers.ts';
import type { Catalog } from '../catalog/types.ts';
import { type Configuration, emptyConfiguration } from '../config/configuration.ts';
import { type ConfiguredName, configuredNames } from '../config/names.ts';
import { readConfiguration } from '../config/read.ts';
import { suitingView } from '../diagram/view.ts';
import { emptyFacts, type FileFacts } from '../facts/file-facts.ts';
import { factsByFile } from '../facts/store.ts';
import type { Fix, ReadText } from '../findings/fix.ts';
import type { Rule, SummaryRule } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { fixes as builtInFixes } from '../fixes/index.ts';
import { completionsAt } from '../insertions/completions.ts';
import { packagesStep } from '../insertions/packages-step.ts';
import { atOnce, type Steps } from '../link/steps.ts';
import { rules as builtInRules, summaryRules as builtInSummaryRules } from '../rules/index.ts';
import { digestOf } from '../text/digest.ts';
import { lineStartsOf, positionAt } from '../text/lines.ts';
import type { SyntaxParser } from '../text/syntax-node.ts';
import { analyse, analysing as analysingFacts, type Knowledge } from './analyse.ts';
import { answersOf, buildFix } from './answer-fixes.ts';
import type { FixCheck } from './check-fix.ts';
import { componentAt } from './component-at.ts';
import { drawSystem } from './draw.ts';
import { explain } from './explain.ts';
import { createFactStore, type ReadingPlan } from './fact-store.ts';
import { inProcessReader, noPython } from './in-process-reader.ts';
import { type InstanceOverrides, noOverrides } from './instances.ts';
import { builtRecipe, offeredRecipes } from './offer-recipes.ts';
import { overlayIn } from './overlay-in.ts';
import type { ReaderPort } from './reader-port.ts';
import { readingPlan } from './reading-plan.ts';
import { figuresOf, supposing } from './suppose.ts';
import type { Analysis, Engine, FileChange, Problem } from './types.ts';
import { unknownNames } from './unknown-names.ts';
import { writePlan } from './write-plan.ts';

export interface EngineOptions {
  /** The product's page, from package.json. */
  readonly homepage: string;
  /** ISO date. */
  readonly today: string;
  readonly catalog?: Catalog;
  readonly rules?: readonly Rule[];
  readonly summaryRules?: readonly SummaryRule[];
  readonly fixes?: readonly Fix[];
  readonly reader?: ReaderPort;
  /** Asked at most by files of Python and by fixes to them. */
  readonly loadPython?: () => Promise<SyntaxParser>;
  readonly plan?: ReadingPlan;
  readonly digest?: (text: string) => string;
  /** In UTF-16 code units; 1 MiB unless said otherwise. */
  readonly sizeLimit?: number;
  /** Path of the configuration, as changes name it. */
  readonly configurationFile?: string;
  readonly overrides?: InstanceOverrides;
  /** Milliseconds from any start, for `stats` and for when to let others have their turn; no answer depends on it. */
  readonly clock?: () => number;
  /** Lets whatever else waits have its turn. */
  readonly breathe?: () => Promise<void>;
}

/** Milliseconds after which an analysis in steps lets others have their turn. */
const longestStretch = 20;

/** Composes everything: texts in, findings, explanations, pictures and plans out. */
export function createEngine(options: EngineOptions): Engine {
  const knowledge: Knowledge = {
    catalog: options.catalog ?? builtInCatalog,
    rules: options.rules ?? builtInRules,
    summaryRules: options.summaryRules ?? builtInSummaryRules,
    fixes: options.fixes ?? builtInFixes,
    homepage: options.homepage,
    today: options.today,
  };
  const clock = options.clock ?? (() => 0);
  const breathe = options.breathe ?? (() => Promise.resolve());
  const configurationFile = options.configurationFile ?? 'second-instance.json';
  const loadPython = options.loadPython ?? noPython;
  const reader = options.reader ?? inProcessReader(triggerWords(knowledge.catalog), loadPython);
  const digest = options.digest ?? digestOf;
  const overrides = options.overrides ?? noOverrides;
  const store = createFactStore({
    reader,
    plan: options.plan ?? readingPlan(knowledge.catalog),
    digest,
    sizeLimit: options.sizeLimit ?? 1024 * 1024,
  });
  let settings: Settings = noSettings;
  let reading = 0;
  let kept: Kept<Analysis> | null = null;
  let begun: Kept<Steps<Analysis>> | null = null;

  const isNow = (of: Kept<unknown>): boolean => of.version === store.version() && of.settings === settings;

  /** The analysis of what is known now, in steps: those that were done for it already are not done again. */
  function steps(): Steps<Analysis> {
    if (begun === null || !isNow(begun)) begun = { version: store.version(), settings, made: analysing() };
    return begun.made;
  }

  function* analysing(): Steps<Analysis> {
    const version = store.version();
    const written = settings;
    // The graph of before is let go first, so that there is never room needed for two.
    kept = null;
    const started = clock();
    const { facts: stored, problems, unread, complete, read, ...counts } = store.snapshot();
    const facts = factsByFile([...stored.values(), ...written.facts]);
    const judged = yield* analysingFacts(facts, { unread }, written.configuration, overrides, knowledge);
    const made: Analysis = {
      ...judged,
      graph: judged.context.graph,
      system: judged.context.system,
      unreadable: sortedProblems([...problems, ...judged.unreadable]),
      problems: sortedProblems([
        ...problems,
        ...judged.unreadable,
        ...written.problems,
        ...unknownNames(written.names, judged.rules, judged.context.system, facts),
        ...judged.problems,
      ]),
      complete,
      read,
      stats: { ...counts, milliseconds: Math.round(reading + clock() - started) },
    };
    kept = { version, settings: written, made };
    begun = null;
    return made;
  }

  function analysis(): Analysis {
    return kept !== null && isNow(kept) ? kept.made : atOnce(steps());
  }

  async function analysed(signal?: AbortSignal): Promise<Analysis> {
    await store.change([], signal);
    let rested = clock();
    for (;;) {
      if (kept !== null && isNow(kept)) return kept.made;
      // Asked anew each time: a change in between begins another one, and somebody else may have made steps of this one.
      const step = steps().next();
      if (step.done === true) return step.value;
      if (clock() - rested < longestStretch) continue;
      await breathe();
      // What changed meanwhile is read first, whoever brought it, so that no half-read state is judged.
      await store.change([], signal);
      rested = clock();
    }
  }

  function fixCheck(): FixCheck {
    const { graph, findings, configuration } = analysis();
    const { unread } = store.snapshot();
    const findingsIn: FixCheck['findingsIn'] = (facts) =>
      // The configuration has its overrides already.
      analyse(facts, { unread }, configuration, noOverrides, knowledge).findings;
    return { reader, digest, facts: graph.facts, findings, findingsIn };
  }

  function withHosts({ all, byProgram }: Partial<InstanceOverrides>): InstanceOverrides {
    return { ...overrides, all: all ?? overrides.all, byProgram: { ...overrides.byProgram, ...byProgram } };
  }

  function supposed(numbers: Partial<InstanceOverrides>): Steps<Analysis> {
    const { unread } = store.snapshot();
    return supposing(analysis(), { unread }, settings.configuration, withHosts(numbers), knowledge);
  }

  return {
    change: async (changes, signal) => {
      const started = clock();
      const configured = changes.findLast((change) => change.path === configurationFile);
      if (configured !== undefined) settings = settingsOf(configured);
      await store.change(
        changes.filter((change) => change.path !== configurationFile),
        signal,
      );
      reading = clock() - started;
    },
    analysis,
    analysed,
    findingsAt: (hosts) => atOnce(supposed({ all: hosts })).findings,
    supposed: async (hosts, signal) => {
      await analysed(signal);
      const work = supposed({ byProgram: hosts });
      let rested = clock();
      for (let step = work.next(); ; step = work.next()) {
        if (step.done === true) return step.value;
        if (clock() - rested < longestStretch) continue;
        await breathe();
        signal?.throwIfAborted();
        rested = clock();
      }
    },
    figuresAt: (hosts) => {
      const { unread } = store.snapshot();
      return figuresOf(analysis(), { unread }, settings.configuration, withHosts({ byProgram: hosts }));
    },
    fixes: (finding: Finding) => answersOf(finding, analysis().context, knowledge.fixes),
    buildFix: (finding: Finding, fixId: string, read: ReadText) =>
      buildFix(finding, fixId, analysis().context, knowledge.fixes, { read, parsePython: loadPython }, fixCheck()),
    complete: ({ context, findings }, place) => completionsAt(context, findings, place, loadPython),
    packagesStep: ({ graph }, file, packages, read) => packagesStep(graph, file, packages, read),
    recipes: () => offeredRecipes(analysis()),
    buildRecipe: (id, program, read) => builtRecipe(analysis(), id, program, { read, parsePython: loadPython }),
    explain: (file, line) => explain(analysis(), file, line),
    overlay: () => overlayIn(analysis()),
    suitingView: () => suitingView(overlayIn(analysis())),
    diagram: (view, grouping, of) => drawSystem(of ?? analysis(), view, grouping),
    componentAt: (file, line) => componentAt(analysis(), file, line),
    plan: (planOptions) => writePlan(analysis(), planOptions, knowledge.homepage),
  };
}

/** What was made of one state of files and configuration. */
interface Kept<Made> {
  readonly version: number;
  readonly settings: Settings;
  readonly made: Made;
}

interface Settings {
  readonly configuration: Configuration;
  readonly problems: readonly Problem[];
  /** Names in it that somebody else must know: of programs, databases and rules. */
  readonly names: readonly ConfiguredName[];
  /** The file among facts, so that numbers it declares have a place. */
  readonly facts: readonly FileFacts[];
}

const noSettings: Settings = { configuration: emptyConfiguration, problems: [], names: [], facts: [] };

function settingsOf({ path, text }: FileChange): Settings {
  if (text === null) return noSettings;
  const { configuration, problems } = readConfiguration(path, text);
  const starts = lineStartsOf(text);
  return {
    configuration,
    names: configuredNames(path, text),
    facts: [emptyFacts(path, text)],
    problems: problems.map(({ message, span }) => ({
      file: path,
      message: `Line ${positionAt(starts, span[0]).line + 1}: ${message}`,
    })),
  };
}

/** Each once: a parser that misses two braces at the end of a file says the same of both. */
function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const key = (problem: Problem): string => `${problem.file}\n${problem.message}`;
  const each = new Map(problems.map((problem) => [key(problem), problem]));
  return [...each.values()].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
