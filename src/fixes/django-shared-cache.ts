import type { KeptBySettings } from '../catalog/settings.ts';
import type { Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { holdsFor } from '../link/versions.ts';
import { djangoCache, olderDjangoCache } from '../patterns/stores/python/django-cache.ts';
import { type CodeTemplate, codeOf } from '../patterns/template.ts';
import { addImport, insertAfter, type OpenPython, openPython } from '../sources/python/edit.ts';
import { behind, settingIn } from '../system/settings/effective.ts';
import { modulesOfUse, storeNameOf } from '../system/settings/kept.ts';
import type { NamedModule } from '../system/settings/modules.ts';
import { redisUrl } from './environment-names.ts';
import { frozenObstacle } from './frozen.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { packagesBeside } from './python/manifests.ts';
import { programsWith } from './python/written-module.ts';
import { refusal, refusalAt } from './refusal.ts';
import { useOf } from './subject.ts';

/**
 * Django's cache moves to Redis in the settings that production runs with, and with it the sessions and limits that lie
 * there; without REDIS_URL one instance keeps it as before. Django has no switch for a Redis that is down: nobody is signed
 * in, and what is limited fails.
 */
export const djangoSharedCache: Fix = {
  id: 'django-shared-cache',
  rules: ['session-memory-store', 'session-file-store', 'ratelimit-memory-store'],
  safety: 'needs-review',
  concerns: (finding, { graph }) => useOf(graph, finding)?.pattern.shared?.bySettings !== undefined,
  offer: (finding, context) => {
    const plan = planFor(finding, context);
    if ('reason' in plan) return plan;
    const missing = needsObstacle(context, needsOf(plan, finding, context));
    return missing ?? { kind: 'offer', title: `Keep ${plan.what} in Redis, where all instances find them` };
  },
  build: async (finding, context, sources) => {
    const plan = planFor(finding, context);
    if ('reason' in plan) throw new Error(plan.reason);
    return build(plan, finding, context, sources);
  },
};

/** What is to be written where. */
interface Plan {
  readonly what: 'sessions' | 'limits';
  readonly by: KeptBySettings;
  readonly module: NamedModule;
  readonly template: CodeTemplate;
  /** The store that becomes one in Redis. */
  readonly alias: string;
  /** Whether the module has described stores by then. */
  readonly isDescribed: boolean;
  /** Sessions in files move to the cache. */
  readonly engine: string | null;
  /** Whether the settings say which machines are for developers. */
  readonly debug: boolean;
}

function planFor(finding: Finding, context: RuleContext): Plan | Refusal {
  const { graph } = context;
  const use = useOf(graph, finding);
  const by = use?.pattern.shared?.bySettings;
  if (use === undefined || by === undefined) {
    return refusal('This does not lie in a cache that settings of the application describe.');
  }
  const frozen = frozenObstacle(context, finding);
  if (frozen !== null) return frozen;
  const [module, another] = modulesOfUse(graph, use, by);
  if (module === undefined) return refusal('The settings that production runs with are not seen.');
  if (another !== undefined) {
    return refusalAt(
      graph,
      'Several modules of settings run in production; mend each of them by hand.',
      another.namedAt,
    );
  }
  return planIn(graph, use, by, module);
}

function planIn(graph: ProgramGraph, use: LibraryUse, by: KeptBySettings, module: NamedModule): Plan | Refusal {
  const { stores } = by;
  const described = settingIn(graph, module.file, stores.setting, by.module);
  const unread = described.flatMap(({ changes, value, at }): readonly Site[] =>
    changes.some(({ path }) => path === null) || value.kind !== 'object' ? [at] : [],
  );
  const [site] = unread;
  if (site !== undefined)
    return refusalAt(graph, `\`${stores.setting}\` is put together in a way that is not read.`, site);
  const alias = storeNameOf(graph, by, module.file);
  if (alias === null) return refusal('Which of the caches is meant is only known while the program runs.');
  const [first] = described;
  const kind = first === undefined ? undefined : behind(graph, by.module, first, [alias, stores.kind]);
  const name = kind?.value.kind === 'literal' ? String(kind.value.value) : null;
  const isLocal = first === undefined || (name !== null && [...stores.memory, ...stores.files].includes(name));
  if (!isLocal) {
    return refusal(
      `The cache \`${alias}\` is shared already: let \`${by.choice?.setting ?? ''}\` name the cache instead.`,
    );
  }
  const isInFiles =
    by.choice !== undefined &&
    settingIn(graph, module.file, by.choice.setting, by.module).some(
      ({ value }) => value.kind === 'literal' && by.choice?.files.includes(String(value.value)) === true,
    );
  return {
    what: use.pattern.role === 'session' ? 'sessions' : 'limits',
    by,
    module,
    template: holdsFor('>=4', versionOf(graph)) ? djangoCache : olderDjangoCache,
    alias,
    isDescribed: first !== undefined,
    engine: isInFiles ? (by.choice?.store[0] ?? null) : null,
    debug: settingIn(graph, module.file, by.module.debug, by.module).length > 0,
  };
}

/** The version of Django that a manifest asks for; what is limited may be of another package. */
function versionOf({ packages }: ProgramGraph): string | null {
  const all = packages.flatMap(({ manifest }) => manifest.dependencies);
  return all.find(({ name }) => name.toLowerCase() === 'django')?.range ?? null;
}

/** The settings' own switch says what production is. */
function needsOf({ module: { file }, template }: Plan, finding: Finding, context: RuleContext): Needs {
  const beside = [...packagesBeside(context.graph, file, programsWith(context, finding, file)), 'django'];
  return { file, packages: template.packages, beside, names: [redisUrl] };
}

async function build(plan: Plan, finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const { graph } = context;
  const { file } = plan.module;
  const text = await sources.read(file);
  const open = text === null ? null : openPython(await sources.parsePython(), text);
  const last = open?.root.children.findLast(({ named, kind }) => named && kind !== 'comment');
  if (open === null || last === undefined) throw new Error(`${file} is empty or does not parse; mend it first.`);
  const place = placeIn(graph, plan, open) ?? last;
  const os = addImport(open, { module: 'os', names: [{ imported: '*', local: 'os' }], before: place.start });
  const improper = addImport(open, {
    module: 'django.core.exceptions',
    names: [{ imported: 'ImproperlyConfigured', local: 'ImproperlyConfigured' }],
    before: place.start,
  });
  const code = codeFor(plan, open)
    .replaceAll(/\bos\.environ/g, `${os.locals['*'] ?? 'os'}.environ`)
    .replace('ImproperlyConfigured(', `${improper.locals['ImproperlyConfigured'] ?? 'ImproperlyConfigured'}(`);
  const added = insertAfter(open, [place.start, place.end], code, 'module');
  if (added === null) throw new Error(`${file} ends in a line of several statements; mend it by hand.`);
  const manifests = await needsEdits(context, finding, needsOf(plan, finding, context), sources.read);
  return {
    files: [{ kind: 'change', file, edits: [...os.edits, ...improper.edits, ...added] }, ...manifests.files],
    next: [manifests.next, building].filter((each) => each !== null).join('; '),
  };
}

/** Settings are loaded by what builds an image, too. */
const building = 'set ALLOW_SINGLE_INSTANCE=1 where an image’s build loads the settings, as for collectstatic';

/**
 * Behind the caches where the module describes them, or else behind the engine, as long as nothing that the lines need
 * comes later; at the module's end otherwise.
 */
function placeIn(graph: ProgramGraph, { by, module }: Plan, { root }: OpenPython) {
  const { file } = module;
  const names = [by.stores.setting, ...(by.choice === undefined ? [] : [by.choice.setting])];
  const written = names
    .flatMap((name) => settingIn(graph, file, name, by.module))
    .flatMap(({ at, changes }) => [at, ...changes.map((change) => change.at)])
    .concat(settingIn(graph, file, by.module.debug, by.module).map(({ at }) => at))
    .filter((at) => at.file === file)
    .map(({ span }) => span[0]);
  const latest = Math.max(...written);
  const statement = root.children.find(({ start, end }) => start <= latest && latest < end);
  const code = graph.facts.get(file)?.code;
  const isLoadedLater = code?.calls.some(
    ({ callee, span }) => /^(?:load_dotenv|read_env)$/.test(callee.path.at(-1) ?? '') && span[0] > latest,
  );
  const isStarredLater = code?.exports.some(({ kind, span }) => kind === 'star' && span[0] > latest);
  return written.length === 0 || isLoadedLater || isStarredLater ? undefined : statement;
}

function codeFor({ what, alias, isDescribed, engine, debug, template, by }: Plan, { style }: OpenPython): string {
  const why =
    what === 'sessions'
      ? 'Sessions of all instances; while Redis is down nobody is signed in.'
      : 'Limits count once for all instances; while Redis is down what is limited fails.';
  const { setting } = by.stores;
  const code = codeOf(template, 'python', {
    why,
    engine: engine === null ? '' : `${by.choice?.setting} = "${engine}"\n    `,
    target: isDescribed ? `${setting}["${alias}"]` : setting,
    production: debug ? `not ${by.module.debug} and ` : '',
  });
  const nested = isDescribed ? code : nestedIn(code, setting, alias);
  return style.quote === "'" ? nested.replaceAll('"', "'") : nested;
}

/** `CACHES = {"default": {…}}` where nothing described any. */
function nestedIn(code: string, setting: string, alias: string): string {
  return code.replace(/^( *)(\w+) = \{\n([\s\S]*?)\n\1\}/m, (whole, indent: string, name: string, inner: string) =>
    name === setting
      ? `${indent}${name} = {\n${indent}    "${alias}": {\n${inner.replaceAll(/^/gm, '    ')}\n${indent}    }\n${indent}}`
      : whole,
  );
}
