import type { CodeTemplate, TemplatePattern } from '../template.ts';

/** Several files that belong together, which one pick puts into a service. */
export interface Recipe {
  readonly id: string;
  readonly title: string;
  /** What stands in the service afterwards, in one sentence. */
  readonly description: string;
  readonly pattern: TemplatePattern;
  /** What somebody would say who needs it; the picker is searched by these words. */
  readonly problems: readonly string[];
  /** One or two sentences: what it costs, and when something else is better. */
  readonly tradeoffs: string;
  /** Rules whose findings it answers. */
  readonly rules: readonly string[];
  /** The first that fits a program is taken. */
  readonly variants: readonly RecipeVariant[];
}

export interface RecipeVariant {
  readonly language: 'script' | 'python';
  /** Packages of which the program must have one; empty where any program will do. */
  readonly frameworks: readonly string[];
  readonly files: readonly RecipeFile[];
  /** What is left to do by hand, in whole sentences. */
  readonly further: readonly string[];
  /** Set where modules of the program move to the entry: those that take from queues or clocks as they load. */
  readonly extracts?: true;
}

export interface RecipeFile {
  /** The file's name without its ending, in words with dashes; Python's has low lines instead. */
  readonly stem: string;
  readonly template: CodeTemplate;
  /** Values of slots that the recipe's other files decide. */
  readonly values?: Readonly<Record<string, string>>;
  /** Set where it is started by itself, so that the compose file gets a service for it. */
  readonly isEntry?: true;
}
