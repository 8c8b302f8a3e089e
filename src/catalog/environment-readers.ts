/** What a package offers to read a setting by its name, from the environment first. */
export interface EnvironmentReader {
  readonly modules: readonly string[];
  /** Exports that are asked with a name: `config('DATABASE_URL', default='sqlite://')`. */
  readonly calls: readonly string[];
  /** Exports that make an object which is asked: `env = Env()`, then `env('DEBUG')` or `env.bool('DEBUG')`. */
  readonly makes: readonly string[];
  readonly methods: readonly string[];
  /** The keyword that holds what counts where the name is not set, and its position behind the name. */
  readonly fallback: { readonly keyword: string; readonly position: number | null };
}

/**
 * Packages that read one setting by one name.
 *
 * Sources: https://github.com/HBNetwork/python-decouple#where-is-the-settings-data-stored ·
 * https://github.com/sloria/environs#basic-usage · https://django-environ.readthedocs.io/en/latest/quickstart.html ·
 * https://www.starlette.io/config/ · https://github.com/joke2k/django-environ
 */
export const environmentReaders: readonly EnvironmentReader[] = [
  {
    modules: ['decouple'],
    calls: ['config'],
    makes: ['AutoConfig', 'Config'],
    methods: ['get'],
    fallback: { keyword: 'default', position: 1 },
  },
  {
    modules: ['environs'],
    calls: ['env'],
    makes: ['Env', 'FileAwareEnv'],
    methods: ['str', 'int', 'bool', 'float', 'decimal', 'url', 'path', 'json', 'list', 'dict', 'enum', 'timedelta'],
    fallback: { keyword: 'default', position: 1 },
  },
  {
    modules: ['environ'],
    calls: [],
    makes: ['Env', 'FileAwareEnv'],
    methods: ['str', 'bytes', 'int', 'bool', 'float', 'json', 'list', 'url', 'path', 'get_value'],
    fallback: { keyword: 'default', position: null },
  },
  {
    modules: ['starlette.config'],
    calls: [],
    makes: ['Config'],
    methods: ['get'],
    fallback: { keyword: 'default', position: 2 },
  },
];
