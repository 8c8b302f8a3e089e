import type { Overlay } from '../findings/overlay.ts';

/** Messages from the extension host to the diagram panel. A panel that sees an older `version` than it has drops the message. */
export type HostToPanel = DiagramMessage | RevealMessage;

/** The whole picture; sent after `ready`, and again after each edit that changed it. */
export interface DiagramMessage extends Picture {
  readonly type: 'diagram';
  /** Grows with every picture of one panel; never repeats. */
  readonly version: number;
}

/** One picture in every form the panel needs. */
export interface Picture {
  readonly overlay: Overlay;
  /** Mermaid text with groups; its nodes are told in `nodes`, its edges in `edges`. */
  readonly mermaid: string;
  /** The same without groups, for when the first cannot be laid out. */
  readonly mermaidFlat: string;
  /** The picture in words, Markdown list lines; the accessible form and the last resort. */
  readonly outline: string;
  /** The same line by line, with what each stands for. */
  readonly lines: readonly OutlineLine[];
  /** Ids of the components that each node stands for; several where many components are drawn as one. */
  readonly nodes: readonly { readonly id: string; readonly components: readonly string[] }[];
  readonly edges: readonly {
    readonly id: string;
    /** Indices of the overlay's connections that the edge stands for. */
    readonly connections: readonly number[];
    /** All programs together ask for more connections than the database takes. */
    readonly over: boolean;
    /** Known by a name alone. */
    readonly guessed: boolean;
  }[];
  /** The workspace has a problem just now (a file that cannot be read), so the picture may lag behind it. */
  readonly stale: boolean;
}

export interface OutlineLine {
  readonly text: string;
  /** 0 for a component, 1 for a connection that starts from it. */
  readonly depth: 0 | 1;
  readonly target:
    | { readonly kind: 'component'; readonly id: string }
    | { readonly kind: 'connection'; readonly index: number }
    | null;
}

/** Brings one component or connection into view and marks it. */
export interface RevealMessage {
  readonly type: 'reveal';
  /** A component's id, or `from → to` of a connection. */
  readonly id: string;
}

/** Messages from the diagram panel to the extension host. They name things by id; the panel never sends a path. */
export type PanelToHost = ReadyMessage | OpenMessage | ExportMessage | TroubleMessage;

/** The panel listens; the host answers with the newest picture. */
export interface ReadyMessage {
  readonly type: 'ready';
}

/** Open the source of a component or a connection. The host looks the place up in the overlay that it sent. */
export interface OpenMessage {
  readonly type: 'open';
  readonly kind: 'component' | 'connection';
  /** A component's id, or `from → to` of a connection. */
  readonly id: string;
  /** For a connection, its index among the overlay's; for a component, which of its evidence. From 0. */
  readonly index: number;
  /** Of the picture that was clicked, which may be an older one than the host sent last. */
  readonly version: number;
}

/** Save what is drawn. The host asks where to. */
export interface ExportMessage {
  readonly type: 'export';
  readonly format: 'svg' | 'mermaid' | 'markdown';
  /** The finished text of the file, at most 10 MB. */
  readonly text: string;
}

/** Something went wrong while drawing; written to the log, never shown as a notification. */
export interface TroubleMessage {
  readonly type: 'trouble';
  readonly message: string;
}

/** What the panel keeps by `setState` over a hidden tab and a restart of the editor. */
export interface PanelState {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
  /** The component or connection in focus, or null. */
  readonly selected: string | null;
  /** Which way the picture runs; null until one was drawn. */
  readonly direction: 'LR' | 'TB' | null;
}

/** The picture as the panel's root element holds it: `dist/webview/panel.js` (a module) and `dist/webview/panel.css`. */
export const panelRootId = 'diagram';
