/** Names a field of a class among all cells. */
export function fieldKey(classKey: string, name: string, isStatic: boolean): string {
  return `${classKey}.${name}${isStatic ? ' static' : ''}`;
}
