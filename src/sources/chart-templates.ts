/** Dotted names of the values that a template asks for, each once, sorted: `autoscaling.enabled`, `replicaCount`. */
export function valuesAsked(template: string): readonly string[] {
  const names = [...template.matchAll(/\.Values((?:\.[A-Za-z_]\w*)+)/g)].map((match) => (match[1] ?? '').slice(1));
  return [...new Set(names)].sort();
}
