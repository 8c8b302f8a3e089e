/**
 * Choices such that every two values of two different options meet in at least one: most of what all combinations would
 * show, for a small part of them. The same options give the same choices.
 */
export function pairwise<Options extends Readonly<Record<string, readonly unknown[]>>>(
  options: Options,
): readonly { readonly [Name in keyof Options]: Options[Name][number] }[] {
  const names = Object.keys(options);
  const open = new Set<string>();
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      for (const x of (options[a] ?? []).keys())
        for (const y of (options[b] ?? []).keys()) open.add(`${a}${x} ${b}${y}`);
    }
  }
  const met = (chosen: ReadonlyMap<string, number>, name: string, value: number) =>
    [...chosen].filter(([other, at]) => {
      const [first, second] =
        names.indexOf(other) < names.indexOf(name)
          ? [`${other}${at}`, `${name}${value}`]
          : [`${name}${value}`, `${other}${at}`];
      return open.has(`${first} ${second}`);
    }).length;
  const all: Record<string, unknown>[] = [];
  while (open.size > 0) {
    const [pair = ''] = open;
    const chosen = new Map<string, number>();
    for (const part of pair.split(' ')) {
      const [, name = '', value = '0'] = /^(.*?)(\d+)$/.exec(part) ?? [];
      chosen.set(name, Number(value));
    }
    for (const name of names) {
      if (chosen.has(name)) continue;
      const values = [...(options[name] ?? []).keys()];
      const [best = 0] = values.sort((x, y) => met(chosen, name, y) - met(chosen, name, x) || x - y);
      chosen.set(name, best);
    }
    for (const [a, x] of chosen) for (const [b, y] of chosen) open.delete(`${a}${x} ${b}${y}`);
    all.push(Object.fromEntries(names.map((name) => [name, options[name]?.[chosen.get(name) ?? 0]])));
  }
  return all as { readonly [Name in keyof Options]: Options[Name][number] }[];
}
