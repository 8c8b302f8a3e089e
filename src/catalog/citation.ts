/** The page that says so, with the sentence that a rule may quote. */
export interface Citation {
  readonly title: string;
  readonly url: string;
  readonly quote?: string;
}
