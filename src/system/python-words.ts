/** Files that a module's name may mean, from the folder that the command runs in, or from `src` in it. */
export function filesOfModule(module: string): readonly string[] {
  if (module.endsWith('.py') || module.includes('/')) return [module];
  const path = module.replaceAll('.', '/');
  return ['', 'src/'].flatMap((folder) => [
    `${folder}${path}.py`,
    `${folder}${path}/__init__.py`,
    `${folder}${path}/__main__.py`,
  ]);
}

/** The same for a module that Python runs, `python -m shop`: of a package it runs `__main__`. */
export function filesOfRunModule(module: string): readonly string[] {
  const isBody = (file: string): boolean => file.endsWith('/__init__.py');
  return [...filesOfModule(module)].sort((one, other) => Number(isBody(one)) - Number(isBody(other)));
}

/** What stands behind the first of these flags, apart from it, behind `=`, or, for flags of one letter, right behind it. */
export function valueBehind(words: readonly string[], flags: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const [flag = '', value] = word.split(/=(.*)/s);
    if (flags.includes(flag)) return value ?? words[at + 1] ?? null;
    const short = /^-[a-zA-Z]/.exec(word)?.[0] ?? '';
    if (word.length > 2 && flags.includes(short)) return word.slice(2);
  }
  return null;
}
