import type { Picture } from '../protocol/panel.ts';

/** `10 components, 10 connections: 6 errors, 2 warnings`. A finding that touches two components counts on both. */
export function summaryOf({ components, connections }: Picture['overlay']): string {
  const worst = (['error', 'warning', 'note'] as const)
    .map((severity) => [severity, components.filter(({ findings }) => findings[severity] > 0).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} with ${severity}s`);
  const size = `${counted(components.length, 'component')}, ${counted(connections.length, 'connection')}`;
  return worst.length === 0 ? size : `${size} · ${worst.join(', ')}`;
}

/** Says a sentence once; the same twice in a row would only disturb. */
export function announce(live: HTMLElement, sentence: string): void {
  if (live.textContent !== sentence) live.textContent = sentence;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
