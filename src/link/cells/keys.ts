/** Names a field of a class among all cells. */
export function fieldKey(classKey: string, name: string, isStatic: boolean): string {
  return `${classKey}.${name}${isStatic ? ' static' : ''}`;
}

/** Names what code hangs on a function among all cells. */
export function attributeKey(functionKey: string, name: string): string {
  return `${functionKey}.${name} of a function`;
}

/** Names what a file exports without a name of its own among all cells. */
export function exportKey(path: string, name: string): string {
  return `${path} exports ${name}`;
}
