import { factoryWords } from '../../catalog/factories.ts';
import type { FactsByFile } from '../../facts/store.ts';
import type { Span } from '../../text/range.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import type { FileIndex } from '../follow/file-index.ts';
import type { World } from '../follow/world.ts';
import { pythonModule } from '../modules/python.ts';
import type { Registrations } from './registrations.ts';

/** A function that a command tells a server to make its application with: `shop` and `create_app`. */
interface Factory {
  readonly module: string;
  /** The first of these that the module has; none where it has one of `unless`. */
  readonly names: readonly string[];
  readonly unless: readonly string[];
}

/** What servers are told to make their application with runs while they start: `gunicorn 'shop:create_app()'`. */
export function registerCommanded(world: World, facts: FactsByFile, into: Registrations): void {
  const seen = new Set<string>();
  for (const { file, words, span } of commandsIn(facts)) {
    for (const factory of factoriesOf(words)) {
      for (const key of functionsOf(world, file, factory)) {
        if (seen.has(key)) continue;
        seen.add(key);
        const entry = {
          function: key,
          moment: 'boot',
          framework: 'command',
          route: null,
          site: { file, span },
        } as const;
        into.starts.push({ entry, certainty: 'proved', origin: null });
      }
    }
  }
}

interface Command {
  readonly file: string;
  readonly words: readonly string[];
  readonly span: Span;
}

function commandsIn(facts: FactsByFile): readonly Command[] {
  return [...facts.values()].flatMap(({ path: file, deployment }) => {
    const { units = [], stages = [], shell } = deployment ?? {};
    const written = [
      ...units.flatMap(({ containers }) => containers.map(({ command }) => command)),
      ...stages.flatMap(({ entrypoint, command }) => [entrypoint, command]),
      ...(shell?.commands ?? []),
    ];
    return written.flatMap((command) => (command === null ? [] : [{ file, ...command, words: flat(command.words) }]));
  });
}

/** `sh -c "gunicorn …"` holds a command in one word. A call with its arguments in quotes is one word already. */
function flat(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => (/\s/.test(word) && !isCalled.test(word) ? shellWordsOf(word) : [word]));
}

const isCalled = /^([A-Za-z_]\w*(?:[./]\w+)*):([A-Za-z_]\w*)\(.*\)$/s;
const isNamed = /^([A-Za-z_]\w*(?:[./]\w+)*?(?:\.py)?)(?::([A-Za-z_]\w*))?$/;
function factoriesOf(words: readonly string[]): readonly Factory[] {
  const called = words.flatMap((word) => {
    const [, module, name] = isCalled.exec(word) ?? [];
    return module === undefined || name === undefined ? [] : [{ module, names: [name], unless: [] }];
  });
  if (called.length > 0) return called;
  if (words.some((word) => factoryWords.flags.includes(word))) {
    return words.flatMap((word) => {
      const [, module, name] = isNamed.exec(word) ?? [];
      return module === undefined || name === undefined ? [] : [{ module, names: [name], unless: [] }];
    });
  }
  const { program, command } = factoryWords.finder;
  const isFinder = words.includes(command) && words.some((word) => word === program || word.endsWith(`/${program}`));
  return isFinder ? lookedFor(words) : [];
}

/** `flask --app shop run`: an application goes before what makes one, and without a module the usual ones are looked into. */
function lookedFor(words: readonly string[]): readonly Factory[] {
  const { flags, modules, applications, factories } = factoryWords.finder;
  const written = valueBehind(words, flags);
  if (written === null) return modules.map((module) => ({ module, names: factories, unless: applications }));
  const [, module, name] = isNamed.exec(written) ?? [];
  if (module === undefined) return [];
  return [
    name === undefined ? { module, names: factories, unless: applications } : { module, names: [name], unless: [] },
  ];
}

function valueBehind(words: readonly string[], flags: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const [flag = '', value] = word.split(/=(.*)/s);
    if (flags.includes(flag)) return value ?? words[at + 1] ?? null;
  }
  return null;
}

/** The functions of the workspace behind a name of a module, also where the module only hands it on. */
function functionsOf(world: World, from: string, { module, names, unless }: Factory): readonly string[] {
  const file = moduleFile(world, from, module);
  if (file === undefined || unless.some((name) => isBound(file, name))) return [];
  const name = names.find((each) => isBound(file, each));
  if (name === undefined) return [];
  return world.exported(file, name).flatMap((known) => (known.kind === 'function' ? [known.function] : []));
}

function isBound(file: FileIndex, name: string): boolean {
  return file.moduleNames.has(name) || file.code.functions.some((fact) => fact.parent === 0 && fact.name === name);
}

/** The module above the command's file; else the one file of the workspace that can have its name, as an image may bring another folder. */
function moduleFile(world: World, from: string, module: string): FileIndex | undefined {
  const path = module.replace(/\.py$/, '').replaceAll('/', '.');
  const near = pythonModule(from, path, (each) => world.files.has(each));
  if (near !== null) return world.files.get(near);
  const ends = [`/${path.replaceAll('.', '/')}.py`, `/${path.replaceAll('.', '/')}/__init__.py`];
  const found = [...world.files.values()].filter((file) => ends.some((end) => `/${file.path}`.endsWith(end)));
  return found.length === 1 ? found[0] : undefined;
}
