/** A number as a command line writes it: `4`, `$WORKERS`, `${WORKERS:-4}`, `$(nproc)`. */
export interface WrittenNumber {
  /** Variables that say it; the first that is set counts. */
  readonly names: readonly string[];
  /** The number that is written, or that stands where no variable is set; `cores` for as many as the machine has, or more. */
  readonly fallback: number | 'cores' | null;
}

const deepest = 5;

/** Null for what is no number of processes: a word, a path, a number of more than four digits. */
export function writtenNumberOf(text: string, depth = 0): WrittenNumber | null {
  const written = text.trim();
  if (/^\d{1,4}$/.test(written)) return { names: [], fallback: Number(written) };
  if (/\bnproc\b|_NPROCESSORS_|\bcpu_count\b|^%k$/.test(written)) return { names: [], fallback: 'cores' };
  // `$NAME` of a shell, `$(NAME)` of Kubernetes and uWSGI, `%(ENV_NAME)s` of supervisor.
  const name =
    /^\$(\w+)$/.exec(written)?.[1] ??
    /^\$\(([A-Z_][A-Z0-9_]*)\)$/.exec(written)?.[1] ??
    /^%\(ENV_(\w+)\)s$/.exec(written)?.[1];
  if (name !== undefined) return { names: [name], fallback: null };
  const [whole, outer, rest] = /^\$\{(\w+)(?::?[-=](.*))?\}$/s.exec(written) ?? [];
  if (whole === undefined || outer === undefined || depth > deepest) return null;
  if (rest === undefined) return { names: [outer], fallback: null };
  const inner = writtenNumberOf(rest.replace(/^(["'])(.*)\1$/s, '$2'), depth + 1);
  return { names: [outer, ...(inner?.names ?? [])], fallback: inner?.fallback ?? null };
}
