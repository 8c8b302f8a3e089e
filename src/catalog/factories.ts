import type { Citation } from './citation.ts';

/** How commands say that a server is to make its application by calling a function. */
export interface FactoryWords {
  /** Flags by which the named function is called: `uvicorn --factory shop:create_app`. */
  readonly flags: readonly string[];
  /** A program that looks for one itself: the flags that name the module, and where and under which names it looks. */
  readonly finder: {
    readonly program: string;
    readonly command: string;
    readonly flags: readonly string[];
    readonly modules: readonly string[];
    readonly applications: readonly string[];
    readonly factories: readonly string[];
    readonly citation: Citation;
  };
}

export const factoryWords: FactoryWords = {
  flags: ['--factory', '--call'],
  finder: {
    program: 'flask',
    command: 'run',
    flags: ['--app', '-A'],
    modules: ['wsgi', 'app'],
    applications: ['app', 'application'],
    factories: ['create_app', 'make_app'],
    citation: {
      title: 'Flask: application discovery',
      url: 'https://flask.palletsprojects.com/en/stable/cli/#application-discovery',
    },
  },
};
