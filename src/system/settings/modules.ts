import { isForDevelopment, isForProduction, type SettingsModule } from '../../catalog/settings.ts';
import type { EnvironmentFact } from '../../facts/deployment.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { folderOf, isInFolder, joinPaths } from '../../text/paths.ts';
import { isSideCode } from '../side-code.ts';

/** A module of settings that production reads, and who names it. */
export interface NamedModule {
  readonly file: string;
  /** Folder that the module's dotted name begins in. */
  readonly root: string;
  readonly namedAt: Site;
}

interface Name {
  readonly module: string;
  readonly at: Site;
}

/**
 * The modules of settings that run in production. What deployment files set wins over what the code that listens sets,
 * and that over other code, such as a tool for developers. A name that speaks of development counts for none of them;
 * where nothing else is named, the module for production that lies beside it does.
 */
export function productionModules(graph: ProgramGraph, settings: SettingsModule): readonly NamedModule[] {
  const listening = new Set(graph.listeners.map(({ file }) => file));
  const code = namesInCode(graph, settings);
  const tiers = [
    namesInDeployment(graph, settings),
    code.filter(({ at }) => listening.has(at.file)),
    code.filter(({ at }) => !listening.has(at.file)),
  ].map((names) => names.flatMap((name) => found(graph, name)));
  const chosen = new Map<string, NamedModule>();
  for (const tier of tiers) {
    for (const each of tier) {
      const production = isForDevelopment(each.file) ? null : (productionBeside(graph, each) ?? each);
      if (production !== null && !chosen.has(each.root)) chosen.set(each.root, production);
    }
  }
  for (const each of tiers.flat()) {
    const beside = chosen.has(each.root) ? null : productionBeside(graph, each);
    if (beside !== null) chosen.set(each.root, beside);
  }
  return [...chosen.values()];
}

/** Files of code in a folder that name any module of settings, as a server's start file does. */
export function namersBeside(graph: ProgramGraph, settings: SettingsModule, root: string): readonly string[] {
  return namesInCode(graph, settings)
    .filter(({ at }) => isInFolder(at.file, root))
    .map(({ at }) => at.file);
}

/** Of these modules, those of the project that a file belongs to; all of them where it lies in none. */
export function modulesFor(modules: readonly NamedModule[], file: string): readonly NamedModule[] {
  const own = modules.filter(({ root }) => isInFolder(file, root));
  const nearest = own.reduce((longest, { root }) => Math.max(longest, root.length), 0);
  return own.length === 0 ? modules : own.filter(({ root }) => root.length === nearest);
}

function namesInDeployment(graph: ProgramGraph, settings: SettingsModule): readonly Name[] {
  return [...graph.facts.values()].flatMap(({ path, deployment }): readonly Name[] => {
    if (deployment === null || isSideCode(path) || isForDevelopment(path)) return [];
    const containers = deployment.units.flatMap((unit) => unit.containers);
    const stages = deployment.stages ?? [];
    const environment = [...containers, ...stages, ...(deployment.configurations ?? [])].flatMap(
      (each): readonly EnvironmentFact[] => each.environment,
    );
    const commands = [...containers, ...stages].flatMap(({ command }) => command ?? []);
    return [
      ...environment.flatMap(({ name, value, span }) =>
        settings.environment.includes(name) && value?.kind === 'word'
          ? [{ module: value.value, at: { file: path, span } }]
          : [],
      ),
      ...commands.flatMap(({ words, span }) =>
        moduleIn(words, settings).map((module) => ({ module, at: { file: path, span } })),
      ),
    ];
  });
}

/** `--settings=shop.settings`, `--settings shop.settings`, and `--env NAME=shop.settings` of servers. */
function moduleIn(words: readonly string[], settings: SettingsModule): readonly string[] {
  return words.flatMap((word, at) => {
    const [name = '', value] = word.split(/=(.*)/s);
    if (settings.environment.includes(name) && value !== undefined) return [value];
    return settings.flags.includes(name) ? [value ?? words[at + 1] ?? ''] : [];
  });
}

/** `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")`. */
function namesInCode(graph: ProgramGraph, settings: SettingsModule): readonly Name[] {
  return [...graph.facts.values()].flatMap(({ path, code }): readonly Name[] => {
    if (code === null || isSideCode(path)) return [];
    return code.functions.flatMap(({ operations }) =>
      operations.flatMap((operation): readonly Name[] => {
        if (operation.kind !== 'container' || operation.access !== 'write') return [];
        const { key, value, span } = operation;
        const isName = key?.kind === 'literal' && settings.environment.some((name) => name === key.value);
        return isName && value?.kind === 'literal' && typeof value.value === 'string'
          ? [{ module: value.value, at: { file: path, span } }]
          : [];
      }),
    );
  });
}

/** The files of the workspace that a dotted name may mean, nearest to who names it first. */
function found(graph: ProgramGraph, { module, at }: Name): readonly NamedModule[] {
  const path = module.replaceAll('.', '/');
  if (!/^[\w/]+$/.test(path)) return [];
  const endings = [`${path}.py`, `${path}/__init__.py`];
  const files = [...graph.facts.values()].flatMap((facts) =>
    facts.code !== null && endings.some((ending) => facts.path === ending || facts.path.endsWith(`/${ending}`))
      ? [facts.path]
      : [],
  );
  const rootOf = (file: string): string => {
    const ending = endings.find((each) => file.endsWith(each)) ?? '';
    return file.slice(0, Math.max(0, file.length - ending.length - 1));
  };
  const around = files.filter((file) => isInFolder(at.file, rootOf(file)) || isInFolder(file, folderOf(at.file)));
  return (around.length > 0 ? around : files).map((file) => ({ file, root: rootOf(file), namedAt: at }));
}

/** `settings/production.py` beside `settings/base.py`, or in the package that is named; null where there is none. */
function productionBeside(graph: ProgramGraph, named: NamedModule): NamedModule | null {
  if (isForProduction(named.file)) return null;
  const folder = folderOf(named.file);
  const names = ['production', 'prod', 'settings_production', 'settings_prod', 'production_settings', 'prod_settings'];
  const file = names
    .map((name) => joinPaths(folder, `${name}.py`) ?? '')
    .find((path) => graph.facts.get(path)?.code != null);
  return file === undefined ? null : { ...named, file };
}
