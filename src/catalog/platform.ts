import type { Citation } from './citation.ts';

/** What a platform does when the repository says nothing: copies, overlap at a deploy, disk and lifetime. */
export interface Platform {
  readonly id: string;
  readonly title: string;
  /** Files whose presence says that the platform is used; empty for units of a manifest kind. */
  readonly files: readonly string[];
  readonly unitKinds: readonly string[];
  /** Ids of frameworks whose entries run on this platform alone, as Lambda handlers do. */
  readonly frameworks?: readonly string[];
  readonly hosts: { readonly minimum: number; readonly maximum: number } | null;
  /** The hosts are made only for units that publish a port and have no volume. */
  readonly hostsOnly?: 'answering-without-volume';
  readonly overlap: boolean | null;
  readonly disk: 'persistent' | 'ephemeral' | 'shared' | null;
  readonly lifetime: 'long' | 'frozen-after-response' | null;
  readonly citation: Citation;
}
