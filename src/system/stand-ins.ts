import type { Draft } from './find-programs.ts';
import type { Join } from './join-units.ts';

/**
 * Programs without those that only stand in for another: a second way to start what a manifest deploys, which no
 * manifest or only one for development uses, such as a framework's server for developers beside the one of production.
 */
export function withoutStandIns(drafts: readonly Draft[], joins: readonly Join[]): readonly Draft[] {
  const deployed = new Set(joins.filter(({ node }) => !node.environment.development).map(({ draft }) => draft));
  const servers = drafts.filter((draft) => deployed.has(draft) && draft.listens && !isForDevelopers(draft));
  const joined = new Set(joins.map(({ draft }) => draft));
  // What a script or an image starts is run somewhere, whether a manifest shows it or not.
  const isAside = (draft: Draft) => !deployed.has(draft) && (joined.has(draft) || draft.origin === 'code');
  return drafts.filter((draft) => !isAside(draft) || !servers.some((server) => standsInFor(draft, server)));
}

/** A framework's server for developers stands for nothing, wherever it is started. */
function isForDevelopers({ variant }: Draft): boolean {
  return variant === 'runserver' || variant === 'runserver_plus';
}

/** It listens for the same package, and nearly all that it loads is what the other loads, too. */
function standsInFor(draft: Draft, server: Draft): boolean {
  if (!draft.listens || draft.folder !== server.folder) return false;
  const loaded = [...draft.files].filter((file) => !draft.entries.includes(file));
  const both = loaded.filter((file) => server.files.has(file));
  return loaded.length > 0 && both.length >= 0.8 * loaded.length;
}
