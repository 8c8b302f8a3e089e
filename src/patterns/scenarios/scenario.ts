/**
 * What a rehearsal asks of a program that runs more than once behind a balancer. Plain data, because it is written into
 * `rehearsal.json`, where people fill in their own paths and bodies; `rehearse.mjs` beside it reads it.
 */
export interface Rehearsal {
  /** Where the program stands, from this file on; the folder above the file's own unless said otherwise. */
  readonly folder?: string;
  /** Names that must be set before it is started, such as those of databases. */
  readonly needs?: readonly string[];
  /** What no check asks, in whole sentences, so that nobody takes it for shown. */
  readonly unasked?: readonly string[];
  /** How many copies run; the balancer gives each request to the next one. */
  readonly instances: number;
  /** The words that start one copy; `{port}` stands for the port that it must listen on, which PORT holds too. */
  readonly command: readonly string[];
  /** `each` gives every copy a copy of the folder, as two hosts have it; `shared` lets them share one, as on one host. */
  readonly disk: 'each' | 'shared';
  /** A path that answers as soon as a copy is up; any status will do. */
  readonly ready: string;
  /** `{outside}` stands for the address of the mailbox that counts what the program sends elsewhere. */
  readonly environment: Readonly<Record<string, string>>;
  /** Commands that run beside the copies, once each, such as a worker. */
  readonly beside: readonly (readonly string[])[];
  readonly checks: readonly Check[];
}

/** One request. What an earlier answer held in its JSON stands in a path or a body as `{name}`. */
export interface Ask {
  /** GET unless said otherwise. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address that the balancer says the request comes from; the one that it really comes from unless said otherwise. */
  readonly client?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly file?: { readonly field: string; readonly name: string; readonly content: string };
}

/** What must hold for a user who does not know which copy answers. Each check is one user with cookies of their own. */
export type Check =
  | SameAnswer
  | LimitHolds
  | CountsEach
  | AllAnswered
  | DistinctAnswers
  | AnswersInTime
  | SentOnce
  | AnswersWith
  | SentThoughStopped
  | StopsInOrder;

interface Said {
  /** What the user may rely on, such as “Who has signed in stays signed in”. */
  readonly title: string;
}

/** A number, or a text that begins with `FILL IN` and says which. A check with such a text in it is not asked, and does not hold. */
export type Filled = number | string;

/** After `first`, every one of `times` answers to `afterwards` is a success, and all are the same. */
export interface SameAnswer extends Said {
  readonly kind: 'same-answer';
  /** Asked as often before all else, so that each copy has what it would keep of it. */
  readonly before?: Ask;
  readonly first: Ask;
  readonly afterwards: Ask;
  readonly times: number;
}

/**
 * Of `tries` requests exactly `limit` are let pass; the others are answered with 429. With `passes` an answer of another
 * kind has passed as well, as a sign-in has that the handler refuses.
 */
export interface LimitHolds extends Said {
  readonly kind: 'limit-holds';
  readonly ask: Ask;
  readonly limit: Filled;
  readonly tries: Filled;
  readonly passes?: 'all but 429';
}

/** Whoever asks after somebody else has used up all `tries` is let pass: the balancer says that each comes from elsewhere. */
export interface CountsEach extends Said {
  readonly kind: 'counts-each-client';
  readonly ask: Ask;
  readonly tries: number;
}

/** `times` requests, `atOnce` of them at a time, are all answered with success. */
export interface AllAnswered extends Said {
  readonly kind: 'all-answered';
  readonly ask: Ask;
  readonly times: number;
  readonly atOnce: number;
}

/** No two of `times` answers are the same. */
export interface DistinctAnswers extends Said {
  readonly kind: 'distinct-answers';
  readonly ask: Ask;
  readonly times: number;
}

/** The answer comes within `milliseconds`, and what it stands for is there a while later. */
export interface AnswersInTime extends Said {
  readonly kind: 'answers-in-time';
  readonly ask: Ask;
  readonly milliseconds: number;
  /** Where the result is told, and a text that its answer holds once it is there. */
  readonly result?: { readonly ask: Ask; readonly holds: string; readonly milliseconds: number };
}

/** Within `milliseconds` the program sends to the mailbox's path at least once and not more than `atMost` times; never where that is 0. */
export interface SentOnce extends Said {
  readonly kind: 'sent-at-most';
  readonly path: string;
  readonly atMost: number;
  readonly milliseconds: Filled;
  /** What makes it send; absent where a clock does. */
  readonly ask?: Ask;
}

/** Every copy answers with one of the statuses. */
export interface AnswersWith extends Said {
  readonly kind: 'answers-with';
  readonly ask: Ask;
  readonly statuses: readonly number[];
  readonly times: number;
}

/** The copy that answers is told to stop, by SIGTERM, and what the answer promises is sent to the mailbox all the same. */
export interface SentThoughStopped extends Said {
  readonly kind: 'sent-though-stopped';
  readonly ask: Ask;
  readonly path: string;
  readonly milliseconds: number;
}

/**
 * Each copy is told to stop, by SIGTERM, so many milliseconds after it was asked, and answers all the same. The last check,
 * because no copy is left behind it.
 */
export interface StopsInOrder extends Said {
  readonly kind: 'stops-in-order';
  readonly ask: Ask;
  readonly milliseconds: number;
}
