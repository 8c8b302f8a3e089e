/** How a library sends reads to copies of the database, which get what was written a moment later. */
export interface ReadReplicas {
  /** Options of the call whose presence means that; left out where the call itself does. */
  readonly options?: readonly string[];
  /** The option, and its values, by which reads still go to the primary. */
  readonly exceptWhen?: { readonly options: readonly string[]; readonly values: readonly string[] };
}

/** How one read of the library is sent to the primary all the same. */
export interface ReadFromPrimary {
  /** Members and methods before the read: `$primary().orders.findMany()`. */
  readonly steps: readonly string[];
  /** Options of the read, such as the transaction that it is part of. */
  readonly options: readonly string[];
  /** What to do, as a sentence goes on behind "or": `ask \`$primary()\``. */
  readonly advice: string;
}
