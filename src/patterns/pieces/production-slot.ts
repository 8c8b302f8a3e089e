import type { Slot } from '../template.ts';

/** Where a module of Python asks whether it runs in production; a fix writes the application's own word there. */
export const productionSlot: Slot = {
  name: 'production',
  initial: 'os.environ.get("APP_ENV") in ("production", "prod")',
};
