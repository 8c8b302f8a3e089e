import type { Citation } from './citation.ts';

/** What stands before servers and keeps connections to them open, so that one request after another takes the same. */
export interface Balancer {
  readonly id: string;
  readonly title: string;
  /** Units that a platform itself stands before; a name where only those of that name answer. */
  readonly standsBefore?: { readonly unitKind: string; readonly name: string | null };
  /** How an Ingress tells that this one takes it: by its class, or by what its annotations begin with. */
  readonly ingress?: {
    readonly classes: readonly string[];
    readonly annotations: string;
    /** Its class is another controller's as well, so that the annotations alone tell which it is. */
    readonly sharesClass?: true;
  };
  /** After how many seconds without a request it closes a connection by default. */
  readonly idleSeconds: number;
  /** The annotation of an Ingress that says another time, and the name of it in there. */
  readonly toldBy?: { readonly annotation: string; readonly name: string };
  /** It asks another time by itself where a request changes nothing. */
  readonly asksAgain?: true;
  readonly citation: Citation;
}
