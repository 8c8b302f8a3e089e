import type { ComponentKind, Confidence, ConnectionKind } from '../system/types.ts';

/** The System with its findings counted on it, in the shape of `diagram --format json`; `system` in `check` is the same. */
export interface Overlay {
  readonly components: readonly OverlayComponent[];
  readonly connections: readonly OverlayConnection[];
}

export interface OverlayComponent {
  readonly id: string;
  readonly kind: ComponentKind;
  readonly name: string;
  readonly language?: string;
  readonly role?: string;
  readonly instances?: { readonly min: number; readonly max: number; readonly source: OverlaySource };
  readonly evidence: readonly OverlayPlace[];
  readonly findings: FindingCounts;
  readonly details?: Readonly<Record<string, string>>;
}

export interface OverlayConnection {
  readonly from: string;
  readonly to: string;
  readonly kind: ConnectionKind;
  readonly evidence: readonly OverlayPlace[];
  readonly confidence: Confidence;
  readonly findings?: FindingCounts;
  readonly budget?: { readonly demand: number; readonly supply: number };
}

/** What a component is called where two states of an architecture are compared. */
export function componentName({ kind, id }: OverlayComponent): string {
  return `${kind} ${id}`;
}

export function connectionName({ from, to, kind }: OverlayConnection): string {
  return `${kind} from ${from} to ${to}`;
}

/** `line` is 0-based, as everywhere in JSON. */
export interface OverlayPlace {
  readonly file: string;
  readonly line: number;
}

/** A place, `platform:<id>`, `command-line` or `assumed`. */
export type OverlaySource = OverlayPlace | string;

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
}
