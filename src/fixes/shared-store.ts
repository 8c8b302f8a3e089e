import type { Fix, FixResult, FixSources, Offer, ReadText, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, PackageNode, ProgramGraph } from '../link/program-graph.ts';
import { sharedRedis } from '../patterns/stores/shared-redis.ts';
import type { CodeTemplate } from '../patterns/template.ts';
import { addImport, addProperties } from '../sources/script/edit.ts';
import type { TextEdit } from '../text/edits.ts';
import { lateEnvironment } from './environment-order.ts';
import { askedVersion, dependencyEdits, environmentEdits, installCommand, nearestPackage } from './packages.ts';
import { refusal, refusalAt } from './refusal.ts';
import { repetitionOf } from './runs-once.ts';
import { type ModuleStyle, moduleStyleOf, specifierOf } from './script/module-style.ts';
import { moduleText } from './script/new-module.ts';
import { useOf } from './subject.ts';
import { isThere } from './there.ts';

/** What one library needs to keep its state in the shared store; everything else is the same for all. */
export interface StoreRecipe {
  readonly id: string;
  readonly rule: string;
  /** Id of the catalogue's library whose calls are mended. */
  readonly library: string;
  readonly title: string;
  /** The module that makes the store, by the versions that the manifest asks for. */
  readonly templateFor: (node: PackageNode) => CodeTemplate;
  /** The function that the template exports. */
  readonly factory: string;
  /** Option that takes the store. */
  readonly option: string;
  /** What the factory is called with, as source text in single quotes. */
  readonly argumentsOf: (graph: ProgramGraph, use: LibraryUse) => readonly string[];
  /** Whether a store that is made before the program has loaded its .env file still finds its address. */
  readonly madeAtLoad: 'works' | 'needs-environment';
  /** Further options that belong with the store, when the call does not set them. */
  readonly further: (node: PackageNode) => Readonly<Record<string, string>>;
  /** Packages by the versions that the manifest asks for, or the reason why none fits. */
  readonly packagesFor: (node: PackageNode) => Readonly<Record<string, string>> | string;
  /** Values for the template's slots, from how the program imports the library. */
  readonly slotsFor: (graph: ProgramGraph, use: LibraryUse) => Readonly<Record<string, string>>;
}

export function storeFix(recipe: StoreRecipe): Fix {
  return {
    id: recipe.id,
    rules: [recipe.rule],
    safety: 'needs-review',
    offer: (finding, context) => offer(recipe, finding, context),
    build: (finding, context, sources) => build(recipe, finding, context, sources),
  };
}

function offer(recipe: StoreRecipe, finding: Finding, context: RuleContext): Offer | Refusal {
  const { graph, system } = context;
  const use = useOf(graph, finding);
  if (use === undefined || use.library.id !== recipe.library) {
    return refusal('There is no shared store for this library yet; the rule’s page says what to use.');
  }
  const frozen = system.programs.find(
    (program) =>
      finding.programs.includes(program.name) && program.topology.lifetime?.value === 'frozen-after-response',
  );
  if (frozen !== undefined) {
    return refusal(`${frozen.name} is frozen after each response, which a connection to Redis does not survive.`);
  }
  const node = nearestPackage(graph, use.file);
  if (node === undefined) return refusal('No package.json stands above this file, so no dependency can be added.');
  const programs = system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(use.file));
  const repetition = recipe.argumentsOf(graph, use).length > 0 ? repetitionOf(graph, use, programs) : null;
  if (repetition !== null) {
    const { because, site } = repetition;
    return refusalAt(graph, `${because}, and each that is made needs a name of its own in the store.`, site);
  }
  const isAtLoad = graph.functions.get(use.function)?.fact.kind === 'module';
  const late =
    recipe.madeAtLoad === 'needs-environment' && isAtLoad
      ? lateEnvironment(context, { file: use.file, span: use.fact.span })
      : null;
  if (late !== null) {
    return refusalAt(
      graph,
      'The environment with the store’s address is loaded only after this module has been.',
      late,
    );
  }
  const packages = recipe.packagesFor(node);
  return typeof packages === 'string' ? refusal(packages) : { kind: 'offer', title: recipe.title };
}

async function build(
  recipe: StoreRecipe,
  finding: Finding,
  context: RuleContext,
  { read }: FixSources,
): Promise<FixResult> {
  const { graph } = context;
  const use = useOf(graph, finding);
  const text = await read(finding.file);
  const node = use === undefined ? undefined : nearestPackage(graph, use.file);
  const packages = node === undefined ? '' : recipe.packagesFor(node);
  if (use === undefined || text === null || node === undefined || typeof packages === 'string') {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  const style = moduleStyleOf(graph, use.file, text);
  const folder = folderFor(context, finding, use, node);
  const ownRedis = existing(graph, node, sharedRedis, 'connectSharedRedis');
  const template = recipe.templateFor(node);
  const ownStore = existing(graph, node, template, recipe.factory);
  const redis = ownRedis ?? (await freeName(`${folder}${sharedRedis.id}`, style.file, read));
  const store = ownStore ?? (await freeName(`${folder}${template.id}`, style.file, read));
  const slots = { ...recipe.slotsFor(graph, use), redis: specifierOf(store, redis, style) };
  const created = [
    { file: redis, text: moduleText(sharedRedis, style, redisSlots(node)) },
    { file: store, text: moduleText(template, style, slots) },
  ].filter(({ file }) => file !== ownRedis && file !== ownStore);
  return {
    files: [
      {
        kind: 'change',
        file: use.file,
        edits: callEdits(recipe, graph, node, use, text, style, specifierOf(use.file, store, style)),
      },
      ...created.map((each) => ({ kind: 'create', ...each }) as const),
      ...(await dependencyEdits(node, packages, read)),
      ...(await environmentEdits(node, namesFor(finding, context), read)),
    ],
    next: await installCommand(node, read),
  };
}

/** The import and the option, in the file that holds the call. */
function callEdits(
  recipe: StoreRecipe,
  graph: ProgramGraph,
  node: PackageNode,
  use: LibraryUse,
  text: string,
  style: ModuleStyle,
  module: string,
): readonly TextEdit[] {
  const names = [{ imported: recipe.factory, local: recipe.factory }];
  const imported = addImport(use.file, text, { module, names, form: style.form });
  if (imported === null) throw new Error(`${use.file} does not parse; mend it first.`);
  const words = recipe.argumentsOf(graph, use).map((word) => word.replaceAll("'", style.script.quote));
  const made = `${imported.locals[recipe.factory] ?? recipe.factory}(${words.join(', ')})`;
  const [options] = use.fact.arguments;
  if (options?.kind === 'object') {
    const given = options.properties.find((property) => property.key === recipe.option);
    const further = Object.entries(recipe.further(node)).filter(
      ([key]) => !options.properties.some((property) => property.key === key),
    );
    const store = given === undefined ? { [recipe.option]: made } : {};
    const added = addProperties(use.file, text, options.span, { ...store, ...Object.fromEntries(further) });
    if (added === null) throw new Error(`${use.file} has changed since it was checked; check it again.`);
    const replaced = given === undefined ? [] : [{ span: given.value.span, text: made }];
    return [...imported.edits, ...replaced, ...added];
  }
  const object = [
    `${recipe.option}: ${made}`,
    ...Object.entries(recipe.further(node)).map(([key, value]) => `${key}: ${value}`),
  ];
  if (options === undefined) {
    const inside = use.fact.span[1] - 1;
    return [...imported.edits, { span: [inside, inside], text: `{ ${object.join(', ')} }` }];
  }
  const written = text.slice(options.span[0], options.span[1]);
  return [...imported.edits, { span: options.span, text: `{ ...${written}, ${object.join(', ')} }` }];
}

/** Beside the program's entry, so that all its parts find one store; beside the call where the entry is another package's. */
function folderFor({ system }: RuleContext, finding: Finding, use: LibraryUse, node: PackageNode): string {
  const entry = system.programs.find(
    ({ name, files }) => finding.programs.includes(name) && files.has(use.file),
  )?.entry;
  const beside = entry?.startsWith(node.folder === '' ? '' : `${node.folder}/`) === true ? entry : use.file;
  return beside.slice(0, beside.lastIndexOf('/') + 1);
}

/** A module that an earlier fix made in this package: it has our name, our export and our imports. */
function existing(
  graph: ProgramGraph,
  node: PackageNode,
  template: CodeTemplate,
  exported: string,
): string | undefined {
  const named = new RegExp(`(?:^|/)${template.id}\\.[cm]?[jt]s$`);
  for (const [path, { code }] of graph.facts) {
    if (code === null || !path.startsWith(node.folder === '' ? '' : `${node.folder}/`)) continue;
    if (!named.test(path)) continue;
    const imported = new Set(code.imports.map((each) => each.module));
    const ours = Object.keys(template.packages).every((name) => imported.has(name));
    if (ours && code.exports.some((each) => each.kind === 'local' && each.name === exported)) return path;
  }
  return undefined;
}

/** A file that is not there yet, because nothing of the user's is ever written over. */
async function freeName(stem: string, ending: string, read: ReadText): Promise<string> {
  for (let number = 1; ; number++) {
    const file = `${stem}${number === 1 ? '' : `-${number}`}${ending}`;
    if (!(await isThere(file, read))) return file;
  }
}

/** redis 4 has no time limit for a command, so that one which cannot be sent must fail at once. */
function redisSlots(node: PackageNode): Readonly<Record<string, string>> {
  return askedVersion(node, 'redis')?.[0] === 4 ? { options: '{ url, disableOfflineQueue: true }' } : {};
}

/** REDIS_URL always; the permission to run alone only where one instance is what is declared. */
function namesFor(finding: Finding, { system }: RuleContext) {
  const redisUrl = { name: 'REDIS_URL', comment: 'The Redis that all instances share.', example: '' };
  const programs = system.programs.filter((program) => finding.programs.includes(program.name));
  const alone = programs.every(
    ({ topology }) =>
      topology.hosts.known === 'declared' && topology.hosts.maximum * topology.processesPerHost.maximum === 1,
  );
  if (!alone || programs.length === 0) return [redisUrl];
  return [
    redisUrl,
    {
      name: 'ALLOW_SINGLE_INSTANCE',
      comment: 'Exactly one instance runs, so memory is allowed in production.',
      example: '1',
    },
  ];
}
