import type { Outline } from '../../facts/outline.ts';

/** Texts and comments; what stands in them is no code. A text without an end goes to the end of its line. */
const textsAndComments =
  /#[^\n]*|[rRbBuUfFtT]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)/g;

const plainImport = /^[ \t]*import[ \t]+([^\n;]+)/gm;
const fromImport = /^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)?|[^\n;]+)/gm;
/** A module named by a text, as settings and tables of routes do. */
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

/** What may be kept between calls: an empty or filled collection that a name is given, and what `global` announces. */
const stateShapes =
  /\bglobal\b|\bnonlocal\b|[\w\])]\s*=\s*(?:\{|\[|(?:\w+\.)?(?:dict|list|set|defaultdict|OrderedDict|deque|Counter|WeakKeyDictionary|WeakValueDictionary)\()/;

/**
 * What a file imports, which trigger words it holds and whether it holds a shape of state, by a lexical pass alone. It may
 * find too much; it finds every import that is written as one. `from a import b` may take a module of its own, so that
 * both names are given.
 */
export function outlinePython(path: string, text: string, words: ReadonlySet<string>): Outline {
  const modules = new Set<string>();
  const found = new Set<string>();
  const code = text.replaceAll(textsAndComments, (part) => {
    if (part.startsWith('#')) return '';
    const inner = part.replace(/^[a-zA-Z]*(?:"""|'''|["'])/, '').replace(/(?:"""|'''|["'])$/, '');
    if (inner.length < 200) {
      if (words.has(inner)) found.add(inner);
      if (dotted.test(inner)) for (const module of [inner, inner.slice(0, inner.lastIndexOf('.'))]) modules.add(module);
    }
    return '""';
  });
  const joined = code.replaceAll(/\\\r?\n/g, ' ').replaceAll(/\r\n?/g, '\n');
  for (const [, taken = ''] of joined.matchAll(plainImport)) {
    for (const name of namesIn(taken)) for (const module of withOuter(name)) modules.add(module);
  }
  for (const [, module = '', taken = ''] of joined.matchAll(fromImport)) {
    for (const outer of withOuter(module)) modules.add(outer);
    for (const name of namesIn(taken)) {
      if (name !== '*') modules.add(module.endsWith('.') ? `${module}${name}` : `${module}.${name}`);
    }
  }
  for (const [word] of joined.matchAll(/[A-Za-z_]\w*/g)) if (words.has(word)) found.add(word);
  return { path, modules: [...modules], words: [...found].sort(), state: stateShapes.test(joined) };
}

/** `a.b as c, d` names `a.b` and `d`. */
function namesIn(taken: string): readonly string[] {
  return taken
    .replaceAll(/[()\s]+/g, ' ')
    .split(',')
    .map((part) => part.trim().split(' ')[0] ?? '')
    .filter((name) => name !== '');
}

/** A module runs the packages around it as well. */
function withOuter(module: string): readonly string[] {
  const names = module.split('.');
  return names.flatMap((_, at) => {
    const outer = names.slice(0, at + 1).join('.');
    return outer === '' || (outer.endsWith('.') && outer !== module) ? [] : [outer];
  });
}
