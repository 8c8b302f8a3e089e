import type { Citation } from './citation.ts';

/** Where an application keeps single values that all its requests see, and how code comes to them. */
export interface ApplicationValues {
  /** The tracked type of the application. */
  readonly on: string;
  /** The member under which they stand: `app.locals.theme`; null where calls alone set and give them. */
  readonly member: string | null;
  /** Methods that set one by its name and give it: `app.set('theme', value)`, `app.get('theme')`. */
  readonly calls?: { readonly sets: string; readonly gives: string };
  /** The member by which a request leads to the application, and what parameters that hold a request are called. */
  readonly through: { readonly member: string; readonly names: RegExp } | null;
  /** Names of the package that stand for the application wherever a request is answered. */
  readonly standIns: readonly { readonly module: string; readonly name: string }[];
  readonly citation: Citation;
}

const byRequest = { member: 'app', names: /^(?:req|request|_req|_request)$/ } as const;

export const applicationValues: readonly ApplicationValues[] = [
  {
    on: 'express.application',
    member: 'locals',
    through: byRequest,
    standIns: [],
    citation: {
      title: 'Express: app.locals',
      url: 'https://expressjs.com/en/api.html#app.locals',
      quote: 'Once set, the value of app.locals properties persist throughout the life of the application.',
    },
  },
  {
    on: 'express.application',
    member: null,
    calls: { sets: 'set', gives: 'get' },
    through: byRequest,
    standIns: [],
    citation: { title: 'Express: app.set', url: 'https://expressjs.com/en/api.html#app.set' },
  },
  {
    on: 'fastapi.application',
    member: 'state',
    through: byRequest,
    standIns: [],
    citation: {
      title: 'Starlette: storing state',
      url: 'https://www.starlette.io/applications/#storing-state-on-the-app-instance',
    },
  },
  {
    on: 'flask.application',
    member: 'config',
    through: null,
    standIns: [{ module: 'flask', name: 'current_app' }],
    citation: { title: 'Flask: configuration', url: 'https://flask.palletsprojects.com/en/stable/config/' },
  },
];
