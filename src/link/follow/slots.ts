import type { CallId, ClassId, DeclarationId, FunctionId } from '../../facts/values.ts';
import type { Known } from './known.ts';

/** The place of one answer: what it is, and the parameters that it was worked out from. */
export interface Slot {
  result: readonly Known[] | null;
  hangsOn: readonly ParameterState[];
  /** The moment it was worked out, on the memory's own clock. */
  at: number;
  /** Whether it is being worked out now. */
  active: boolean;
}

/** A parameter, which several calls may give values to. */
export interface ParameterState {
  readonly knowns: Map<string, Known>;
  /** The moment of the last change, on the memory's own clock. */
  changedAt: number;
  /** What must be looked at again when it changes. */
  readonly dependents: Set<WorkItem>;
}

/** Something that is worked out from parameters and is worked out again when they change. */
export interface WorkItem {
  readonly run: () => void;
  queued: boolean;
}

/** The answers about one file, by number. */
export interface FileSlots {
  readonly names: Map<DeclarationId, Slot>;
  readonly defaults: Map<DeclarationId, Slot>;
  readonly results: Map<CallId, Slot>;
  readonly returns: Map<FunctionId, Slot>;
  /** By the name that is exported. */
  readonly exports: Map<string, Slot>;
  /** By class, then by name; static ones by name and ` static`. */
  readonly fields: Map<ClassId, Map<string, Slot>>;
  readonly parameters: Map<DeclarationId, ParameterState>;
  /** What calls call, once no parameter changes any more. */
  readonly callees: Map<CallId, readonly Known[]>;
}

export function newSlot(): Slot {
  return { result: null, hangsOn: [], at: 0, active: false };
}

export function newFileSlots(): FileSlots {
  return {
    names: new Map(),
    defaults: new Map(),
    results: new Map(),
    returns: new Map(),
    exports: new Map(),
    fields: new Map(),
    parameters: new Map(),
    callees: new Map(),
  };
}

export function slotIn<Key>(slots: Map<Key, Slot>, id: Key): Slot {
  const known = slots.get(id);
  if (known !== undefined) return known;
  const slot = newSlot();
  slots.set(id, slot);
  return slot;
}
