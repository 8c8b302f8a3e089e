import type { TextEdit } from '../../text/edits.ts';

/**
 * Lets a command take the script's place. Null where it may not: something follows that would never run, the command is
 * one of several of its line, or it begins with something else than a program.
 */
export function execAt(text: string, offset: number): readonly TextEdit[] | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (text.slice(lineStart, offset).trim() !== '') return null;
  // A line goes on behind a backslash.
  const line = /^(?:[^\n\\]|\\[\s\S])*/.exec(text.slice(offset))?.[0] ?? '';
  const bare = line.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\$\{[^}]*\}/g, '_');
  if (/[|;&()`]/.test(bare) || /^(?:exec|\w+=|if|while|until|for|case|!|\.|source|wait|trap)\b/.test(line)) return null;
  const rest = behindBranches(text.slice(offset + line.length).replaceAll(/^\s*#.*$/gm, ''));
  return /^\s*(?:(?:fi|esac|;;)\s*)*$/.test(rest) ? [{ span: [offset, offset], text: 'exec ' }] : null;
}

/** What runs when a branch has ended: the others of its `if` do not. */
function behindBranches(rest: string): string {
  if (!/^\s*(?:else|elif)\b/.test(rest)) return rest;
  const lines = rest.split('\n');
  let depth = 1;
  for (const [index, line] of lines.entries()) {
    if (/^\s*if\b/.test(line)) depth++;
    if (/(?:^|;)\s*fi\b/.test(line)) depth--;
    if (depth === 0) return lines.slice(index).join('\n');
  }
  return rest;
}
