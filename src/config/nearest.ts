/** The known name that was probably meant; null when none is near. */
export function nearestOf(written: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, distance: distanceOf(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

/** What somebody who wrote an unknown name should look at: the near one, else all there are, else that there are none. */
export function adviceOn(written: string, known: readonly string[]): string {
  const near = nearestOf(written, known);
  if (near !== null) return `Did you mean \`${near}\`?`;
  return known.length === 0 ? 'There are none here.' : `Known here: ${listed(known)}.`;
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).map((name) => `\`${name}\``);
  return [...shown, ...(names.length > mostListed ? [`and ${names.length - mostListed} more`] : [])].join(', ');
}

/** How many letters must be put in, taken out or changed to make one text of the other. */
function distanceOf(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
