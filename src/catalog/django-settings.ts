import type { KeptBySettings, SettingsModule, StoresOfSettings } from './settings.ts';

/** The module that Django reads its settings from. */
export const djangoSettings: SettingsModule = {
  environment: ['DJANGO_SETTINGS_MODULE'],
  flags: ['--settings'],
  debug: 'DEBUG',
};

/** Without `CACHES` the cache is one of local memory, which is private to each process. */
export const djangoCaches: StoresOfSettings = {
  setting: 'CACHES',
  usual: 'default',
  kind: 'BACKEND',
  memory: ['django.core.cache.backends.locmem.LocMemCache'],
  files: ['django.core.cache.backends.filebased.FileBasedCache'],
  nothing: ['django.core.cache.backends.dummy.DummyCache'],
};

/** What a library keeps in one of Django's caches. */
export function inDjangoCache(storeNamedBy: string | null): KeptBySettings {
  return { module: djangoSettings, storeNamedBy, stores: djangoCaches };
}
