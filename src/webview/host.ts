import type { PanelState, PanelToHost } from '../protocol/panel.ts';
import { isPanelState } from './messages.ts';

/** The editor's side of the panel, as much of it as the panel uses. */
export interface Host {
  readonly post: (message: PanelToHost) => void;
  readonly save: (state: PanelState) => void;
  /** What was saved before the panel was hidden or the editor restarted; null when there is nothing sound. */
  readonly saved: () => PanelState | null;
}

interface EditorApi {
  readonly postMessage: (message: unknown) => void;
  readonly setState: (state: unknown) => void;
  readonly getState: () => unknown;
}

declare function acquireVsCodeApi(): EditorApi;

/** May be called once only, and its result is kept out of the global scope. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    save: (state) => api.setState(state),
    saved: () => {
      const state = api.getState();
      return isPanelState(state) ? state : null;
    },
  };
}
