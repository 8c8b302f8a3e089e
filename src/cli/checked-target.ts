import type { Checked, Report } from '../report/report.ts';

/** What a check of a whole folder says, before anybody chooses parts and a form. Plain data. */
export interface CheckedTarget {
  readonly checked: Checked;
  /** Lines for the person who asked. */
  readonly hints: readonly string[];
  readonly stats: Omit<Report['stats'], 'milliseconds'>;
}
