/** Names a field of a class among all cells. */
export function fieldKey(classKey: string, name: string, isStatic: boolean): string {
  return `${classKey}.${name}${isStatic ? ' static' : ''}`;
}

/** Names what code hangs on a function among all cells. */
export function attributeKey(functionKey: string, name: string): string {
  return `${functionKey}.${name} of a function`;
}
