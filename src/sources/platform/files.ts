/** The files of platforms that are read for what they run, by their names in lower case; parsers are not loaded for this. */
export type PlatformFile =
  | 'pm2'
  | 'heroku'
  | 'scalingo'
  | 'render'
  | 'fly'
  | 'railway'
  | 'ecs'
  | 'kamal'
  | 'serverless'
  | 'parameters';

const rows: readonly (readonly [pattern: RegExp, file: PlatformFile])[] = [
  [/(?:^|\/)(?:ecosystem|pm2)(?:\.[\w-]+)*\.(?:json5?|ya?ml)$|(?:^|\/)process(?:es)?\.json$/, 'pm2'],
  // Code that speaks to PM2 is called so as well.
  [/(?:^|\/)(?:ecosystem|pm2)\.config(?:\.[\w-]+)?\.[cm]?js$|\.config\.pm2\.[cm]?js$/, 'pm2'],
  [/(?:^|\/)app\.json$/, 'heroku'],
  [/(?:^|\/)scalingo\.json$/, 'scalingo'],
  [/(?:^|\/)render\.ya?ml$/, 'render'],
  [/(?:^|\/)fly(?:\.[\w-]+)?\.toml$/, 'fly'],
  [/(?:^|\/)railway\.(?:toml|json)$/, 'railway'],
  [/(?:^|\/)(?:[\w-]+[-_.])?(?:task[-_.]?def(?:inition)?|ecs[-_.](?:service|task))(?:[-_.][\w-]+)*\.json$/, 'ecs'],
  [/(?:^|\/)serverless\.ya?ml$/, 'serverless'],
  // What `oc process --param-file` is given.
  [/\.params?$/, 'parameters'],
  [/(?:^|\/)config\/deploy(?:\.[\w-]+)?\.ya?ml$/, 'kamal'],
];

/** Which platform a file is for; null for all others. */
export function platformFileOf(path: string): PlatformFile | null {
  const lower = path.toLowerCase();
  return rows.find(([pattern]) => pattern.test(lower))?.[1] ?? null;
}
