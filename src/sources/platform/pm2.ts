import type { CommandFact, UnitFact } from '../../facts/deployment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { WrittenNumber } from '../../text/shell-number.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import { environmentIn, wordsIn } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The processes of a PM2 file, each as often as `instances` says; `max`, 0 and negative numbers go by the cores.
 * Source: PM2 documentation, "Ecosystem File" and "Cluster Mode".
 */
export function pm2Units(root: YamlValue, path: string): readonly UnitFact[] {
  const apps = at(root, 'apps') ?? root;
  return (apps.kind === 'list' ? itemsOf(apps) : [apps]).flatMap((app) => unitOf(app, path) ?? []);
}

function unitOf(app: YamlValue, path: string): UnitFact | null {
  const command = commandOf(app);
  if (command === null) return null;
  const instances = at(app, 'instances');
  const written = instances === null ? null : numberOf(instances);
  const folder = declaredText(at(app, 'cwd'));
  return platformUnit({
    name: declaredText(at(app, 'name')) ?? { value: command.words.at(-1) ?? 'app', span: command.span },
    kind: 'pm2-process',
    command,
    folder:
      folder === null || folder.value.startsWith('/') ? folder : { ...folder, value: fromRoot(path, folder.value) },
    environment: [...environmentIn(at(app, 'env')), ...environmentIn(at(app, 'env_production'))],
    ...(written === null || instances === null ? {} : { copies: { number: written, span: instances.span } }),
  });
}

/** Code may name its own folder: `__dirname`, `path.join(__dirname, 'api')`, `${__dirname}/api`. */
function fromRoot(path: string, written: string): string {
  const joined = /^(?:path\.)?(?:join|resolve)\(\s*__dirname\s*((?:,\s*['"][^'"]*['"]\s*)*)\)$/.exec(written)?.[1];
  const inside =
    joined === undefined
      ? written.replace(/^`?(?:\$\{__dirname\}|__dirname)\/?/, './').replace(/`$/, '')
      : `./${[...joined.matchAll(/['"]([^'"]*)['"]/g)].map(([, name]) => name).join('/')}`;
  return joinPaths(folderOf(path), inside) ?? written;
}

/** What runs the script stands before it: Node for JavaScript, else what is named, or nothing for a program of its own. */
function commandOf(app: YamlValue): CommandFact | null {
  const script = at(app, 'script');
  const text = textOf(script)?.trim();
  if (script === null || text === undefined || text === '') return null;
  const interpreter = textOf(at(app, 'interpreter')) ?? textOf(at(app, 'exec_interpreter'));
  const words = wordsIn(at(app, 'args'));
  const own = shellWordsOf(text);
  const isFile = own.length === 1 && /\.[cm]?[jt]sx?$|\.py$|^\.{0,2}\//.test(text);
  const runner = interpreter !== null && interpreter !== 'none' ? [interpreter] : isFile ? [runnerOf(text)] : [];
  return { words: commandWordsOf([...runner, ...own, ...words]), span: script.span };
}

function runnerOf(script: string): string {
  return script.endsWith('.py') ? 'python3' : 'node';
}

function numberOf(value: YamlValue): WrittenNumber | null {
  const text = textOf(value)?.trim() ?? '';
  const arms = /^[^?]*[^?]\?(?![?.])\s*([^:?]+?)\s*:\s*([^:?]+)$/.exec(text);
  return arms === null ? numberIn(text) : largerOf(numberIn(arms[1] ?? ''), numberIn(arms[2] ?? ''));
}

/** Where a condition chooses, production has the larger. */
function largerOf(one: WrittenNumber | null, other: WrittenNumber | null): WrittenNumber | null {
  if (one === null || other === null) return one ?? other;
  const sizeOf = ({ fallback }: WrittenNumber): number =>
    fallback === 'cores' ? Number.POSITIVE_INFINITY : (fallback ?? 0);
  return sizeOf(other) > sizeOf(one) ? other : one;
}

/** `process.env.WEB_CONCURRENCY || 4` is a number of the environment with another one behind it. */
function numberIn(written: string): WrittenNumber | null {
  const text = written.replace(/^(['"])(.*)\1$/, '$2');
  if (text === 'max' || text === '0' || /^-\d+$/.test(text)) return { names: [], fallback: 'cores' };
  if (/^\d{1,4}$/.test(text)) return { names: [], fallback: Number(text) };
  const names = [...text.matchAll(/process\.env(?:\.(\w+)|\[['"](\w+)['"]\])/g)].map(
    ([, dotted, listed]) => dotted ?? listed ?? '',
  );
  if (names.length === 0)
    return /\bcpus?\(\)|availableParallelism/.test(text) ? { names: [], fallback: 'cores' } : null;
  const fallback = /(?:\|\||\?\?)\s*['"]?(\d{1,4}|max)['"]?\)?\s*$/.exec(text)?.[1];
  return { names, fallback: fallback === undefined ? null : fallback === 'max' ? 'cores' : Number(fallback) };
}
