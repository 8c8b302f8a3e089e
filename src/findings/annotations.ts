import type { Place } from '../text/range.ts';
import type { Severity } from './types.ts';

/** What a picture says beyond the overlay: numbers with where they come from, and each finding with what it is about. */
export interface Annotations {
  /** As many as the overlay has components, in its order. */
  readonly components: readonly Annotation[];
  /** As many as the overlay has connections, in its order. */
  readonly connections: readonly Annotation[];
  /** Worst first, then by place. */
  readonly findings: readonly AnnotatedFinding[];
}

export interface Annotation {
  /** Short, for the picture itself: `2–10 hosts × 4 processes`. */
  readonly drawn: readonly string[];
  /** The same and more, for a card. */
  readonly facts: readonly AnnotatedFact[];
}

export interface AnnotatedFact {
  readonly text: string;
  /** `compose.yaml:12`, with the line counted from 1; null where nothing needs to say it. */
  readonly source: string | null;
}

export interface AnnotatedFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  /** Titles of the fixes that are offered for it. */
  readonly fixes: readonly string[];
  /** Ids of the components that it counts on. */
  readonly components: readonly string[];
  /** Indices of the overlay's connections that it counts on. */
  readonly connections: readonly number[];
  /** What each instance keeps for itself; null where the finding is about something else. */
  readonly holds: string | null;
}

/** Something that instances share already, because it is kept outside of them. */
export interface SharedThing {
  readonly holds: string;
  readonly programs: readonly string[];
  readonly reason: string;
}
