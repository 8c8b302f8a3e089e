/** How many copies of one workload run, as a tool of the platform printed it. */
export interface LiveWorkload {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** The command that printed it, for whoever looks again. */
  readonly from: string;
}

/** What a database server accepts. */
export interface LiveDatabase {
  /** The server's name on its platform; null where the output names none. */
  readonly name: string | null;
  readonly maxConnections: number | null;
  /** Connections kept back for administrators. */
  readonly reserved: number | null;
  readonly from: string;
}

export interface LiveReading {
  readonly workloads: readonly LiveWorkload[];
  readonly databases: readonly LiveDatabase[];
  /** What stands there and says nothing of copies, in whole sentences. */
  readonly left: readonly string[];
}

export const nothingLive: LiveReading = { workloads: [], databases: [], left: [] };

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; nothing for what is none. */
export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The object behind names, such as `spec` and `scaleTargetRef`; of a list, as Terraform writes blocks, its first. */
export function within(value: unknown, ...names: readonly string[]): Json {
  let at: unknown = value;
  for (const name of names) {
    const inner: unknown = isJson(at) ? at[name] : undefined;
    at = Array.isArray(inner) ? inner[0] : inner;
  }
  return isJson(at) ? at : {};
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number from 0, also where it is written as a text, as Terraform does. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}
