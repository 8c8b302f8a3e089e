import type { EnginePattern, Platform } from '../types.ts';

/** Platforms and what they do when the repository says nothing, one file each. */
export const platforms: readonly Platform[] = [];

/** Software that images, addresses and client libraries name. */
export const engines: readonly EnginePattern[] = [];
