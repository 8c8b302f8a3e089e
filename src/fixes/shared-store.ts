import type { FileEdit, Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, PackageNode, ProgramGraph } from '../link/program-graph.ts';
import type { NewEnvironmentName } from '../sources/manifest/edit.ts';
import type { Program } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { redisUrl } from './environment-names.ts';
import { frozenObstacle } from './frozen.ts';
import { lateStore } from './late-settings.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { nearestPackage } from './packages.ts';
import { refusal, refusalAt } from './refusal.ts';
import { repetitionOf } from './runs-once.ts';
import { useOf } from './subject.ts';

/** A fix that moves what libraries keep in memory into the store that all instances share, whatever their language. */
export interface StoreFix {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly recipes: readonly StoreRecipe[];
}

/** What one library needs to keep its state in the shared store; everything else is the same for all. */
export interface StoreRecipe {
  /** Id of the catalogue's library whose calls are mended. */
  readonly library: string;
  /** Whether each call has a name of its own in the store, so that none may run more than once. */
  readonly isNamed: boolean;
  /** Whether a store that is made before the program has loaded its .env file still finds its address. */
  readonly madeAtLoad: 'works' | 'needs-environment';
  /** Packages by the versions that the manifest asks for, or the reason why none fits. */
  readonly packagesFor: (node: PackageNode) => Readonly<Record<string, string>> | string;
  /** What stands against one call besides; null for nothing. */
  readonly refuses?: (graph: ProgramGraph, use: LibraryUse) => Refusal | null;
  readonly write: (site: StoreSite) => Promise<StoreEdits>;
}

/** The call that is given a store, with all that says where and how. */
export interface StoreSite {
  readonly context: RuleContext;
  readonly graph: ProgramGraph;
  readonly use: LibraryUse;
  readonly node: PackageNode;
  /** The programs of the finding that the call's file belongs to. */
  readonly programs: readonly Program[];
  /** Present text of the call's file. */
  readonly text: string;
  readonly sources: FixSources;
}

export interface StoreEdits {
  readonly changes: readonly { readonly file: string; readonly edits: readonly TextEdit[] }[];
  readonly created: readonly FileEdit[];
  /** Environment names that the new code asks for, besides those of the store. */
  readonly names: readonly NewEnvironmentName[];
}

export function storeFix(fix: StoreFix): Fix {
  return {
    id: fix.id,
    rules: [fix.rule],
    safety: 'needs-review',
    offer: (finding, context) => offer(fix, finding, context),
    build: (finding, context, sources) => build(fix, finding, context, sources),
  };
}

function recipeFor({ recipes }: StoreFix, use: LibraryUse | undefined): StoreRecipe | undefined {
  return use === undefined ? undefined : recipes.find(({ library }) => library === use.library.id);
}

function programsOf({ system }: RuleContext, finding: Finding, use: LibraryUse): readonly Program[] {
  return system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(use.file));
}

function offer(fix: StoreFix, finding: Finding, context: RuleContext): Offer | Refusal {
  const { graph } = context;
  const use = useOf(graph, finding);
  const recipe = recipeFor(fix, use);
  if (use === undefined || recipe === undefined) {
    return refusal('There is no shared store for this library yet; the rule’s page says what to use.');
  }
  const frozen = frozenObstacle(context, finding);
  if (frozen !== null) return frozen;
  const missing = needsObstacle(context, needsOf(use, {}, []));
  const node = nearestPackage(graph, use.file);
  if (missing !== null || node === undefined) return missing ?? refusal('No package holds this file.');
  const programs = programsOf(context, finding, use);
  const repetition = recipe.isNamed ? repetitionOf(graph, use, programs) : null;
  if (repetition !== null) {
    const { because, site } = repetition;
    return refusalAt(graph, `${because}, and each that is made needs a name of its own in the store.`, site);
  }
  const isAtLoad = graph.functions.get(use.function)?.fact.kind === 'module';
  const late =
    recipe.madeAtLoad === 'needs-environment' && isAtLoad
      ? lateStore(context, { file: use.file, span: use.fact.span })
      : null;
  if (late !== null) return late;
  const packages = recipe.packagesFor(node);
  if (typeof packages === 'string') return refusal(packages);
  return recipe.refuses?.(graph, use) ?? { kind: 'offer', title: fix.title };
}

function needsOf(use: LibraryUse, packages: Needs['packages'], names: Needs['names']): Needs {
  return { file: use.file, packages, beside: use.library.packages, names: [redisUrl, ...names] };
}

async function build(fix: StoreFix, finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const { graph } = context;
  const { read } = sources;
  const use = useOf(graph, finding);
  const recipe = recipeFor(fix, use);
  const text = await read(finding.file);
  const node = use === undefined ? undefined : nearestPackage(graph, use.file);
  const packages = node === undefined || recipe === undefined ? '' : recipe.packagesFor(node);
  if (
    use === undefined ||
    recipe === undefined ||
    text === null ||
    node === undefined ||
    typeof packages === 'string'
  ) {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  const programs = programsOf(context, finding, use);
  const { changes, created, names } = await recipe.write({ context, graph, use, node, programs, text, sources });
  const needs = await needsEdits(context, finding, needsOf(use, packages, names), read);
  return {
    files: [...changes.map((each) => ({ kind: 'change', ...each }) as const), ...created, ...needs.files],
    next: needs.next,
  };
}
