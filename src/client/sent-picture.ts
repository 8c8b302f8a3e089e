import type { DiagramMessage, OpenMessage, Picture } from '../protocol/panel.ts';
import { type PicturePlace, placesOf } from './panel-messages.ts';

/** What the panel has. A place in a picture is found only together with the folder that the picture is of. */
export interface SentPicture {
  /** The panel waits for a picture, even for one that it had. */
  readonly want: () => void;
  /** The message that brings the panel up to date; null when it has this picture. */
  readonly next: (picture: Picture, folder: string) => DiagramMessage | null;
  /** Where what was clicked comes from; null when it is in no picture of the folder that was sent last. */
  readonly placesOf: (
    message: OpenMessage,
  ) => { readonly folder: string; readonly places: readonly PicturePlace[] } | null;
  /** The folder of the picture that was sent last; null before the first. */
  readonly folder: () => string | null;
  readonly picture: () => Picture | null;
}

export function createSentPicture(): SentPicture {
  /** `since` is the first version of this folder: what is clicked in an older picture belongs to another one. */
  let sent: { readonly folder: string; readonly picture: Picture; readonly since: number } | null = null;
  let version = 0;
  let due = false;
  return {
    want: () => {
      due = true;
    },
    next: (picture, folder) => {
      const before = sent?.folder === folder ? sent : null;
      if (!due && before !== null && JSON.stringify(picture) === JSON.stringify(before.picture)) return null;
      due = false;
      version++;
      sent = { folder, picture, since: before?.since ?? version };
      return { type: 'diagram', version, ...picture };
    },
    placesOf: (message) => {
      if (sent === null || message.version < sent.since) return null;
      const places = placesOf(sent.picture, message);
      return places.length === 0 ? null : { folder: sent.folder, places };
    },
    folder: () => sent?.folder ?? null,
    picture: () => sent?.picture ?? null,
  };
}
