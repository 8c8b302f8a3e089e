import type { Span } from '../text/range.ts';
import type { CallId, Reference, Value } from './values.ts';

/** One step of a function's body, in syntax's words only. Calls inside arguments come before the call that takes them. */
export type Operation = ContainerOperation | AssignOperation | CallOperation | ReturnOperation | ThrowOperation;

interface Circumstances {
  readonly span: Span;
  readonly awaited: boolean;
  readonly inLoop: boolean;
  /** What the loops around it go through item by item, outermost first; left out where none does. */
  readonly over?: readonly Value[];
  readonly inFinally: boolean;
  /** Whether it only runs after something failed; left out where it does not. */
  readonly inCatch?: true;
  /** The call whose argument this step is part of, such as the `transaction(...)` around a query. */
  readonly insideCallOf: CallId | null;
  /** The conditions under which the step is reached, outermost first. */
  readonly guards: readonly Guard[];
}

/** A condition that holds (`holds: true`) or does not hold where the step runs. An early return leaves its negation on what follows. */
export interface Guard {
  readonly test: Value;
  readonly holds: boolean;
}

/**
 * A step on something that may be a container: `m.set(k, v)`, `m[k] = v`, `delete m[k]`, `for (const x of m)`, `k in m`.
 * Whether the target is a container is decided when linking; where it is not, `call` says which call to read instead.
 */
export interface ContainerOperation extends Circumstances {
  readonly kind: 'container';
  readonly access: 'read' | 'test' | 'write' | 'append' | 'remove' | 'clear' | 'iterate' | 'size';
  readonly target: Reference;
  readonly key: Value | null;
  readonly value: Value | null;
  /** The method's name where the step is a call, as `splice`; null for index, `delete` and `in`. */
  readonly method: string | null;
  readonly call: CallId | null;
}

export interface AssignOperation extends Circumstances {
  readonly kind: 'assign';
  readonly target: Reference;
  /** As it is written: `=`, `+=`, `??=`, `++`, `--`. */
  readonly operator: string;
  readonly value: Value | null;
}

export interface CallOperation extends Circumstances {
  readonly kind: 'call';
  readonly call: CallId;
}

export interface ReturnOperation extends Circumstances {
  readonly kind: 'return';
  readonly value: Value | null;
}

export interface ThrowOperation extends Circumstances {
  readonly kind: 'throw';
  readonly value: Value | null;
}

/** The call that a step is; null for a step that is none, as `m[k] = v`. */
export function callOf(operation: Operation): CallId | null {
  return operation.kind === 'call' || operation.kind === 'container' ? operation.call : null;
}
