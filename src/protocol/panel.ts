import type { Annotations } from '../findings/annotations.ts';
import type { Overlay } from '../findings/overlay.ts';
import type { ComponentKind } from '../system/types.ts';

/** Messages from the extension host to the diagram panel. A panel that sees an older `version` than it has drops the message. */
export type HostToPanel = DiagramMessage | RevealMessage;

/** The whole picture; sent after `ready`, and again after each edit that changed it. */
export interface DiagramMessage extends Picture {
  readonly type: 'diagram';
  /** Grows with every picture of one panel; never repeats. */
  readonly version: number;
}

/** What a picture shows: what stands now, two copies of each service, what the plan leads to, or what lies between. */
export type PictureView = 'now' | 'instances' | 'target' | 'difference';

/** What the panel wants to see; the host keeps it and has every picture made so. */
export interface PictureWish {
  /** Null for the one that suits the system. */
  readonly view: PictureView | null;
  /** Hosts that programs are supposed to run on, by their names; what is not named runs as it does. */
  readonly hosts: Readonly<Record<string, number>>;
  /** Kinds whose components are drawn as one, and kinds whose components are all drawn, as far as there is room. */
  readonly collapsed: readonly ComponentKind[];
  readonly expanded: readonly ComponentKind[];
}

/** A program whose number of hosts can be supposed. */
export interface SupposedProgram {
  readonly name: string;
  /** As it runs, at the most. */
  readonly hosts: number;
  /** Whether somebody says so. */
  readonly known: boolean;
}

/** One picture in every form the panel needs. */
export interface Picture {
  readonly view: PictureView;
  readonly programs: readonly SupposedProgram[];
  /** What is supposed in this picture; empty for what runs. */
  readonly hosts: PictureWish['hosts'];
  readonly overlay: Overlay;
  readonly annotations: Annotations;
  /** Mermaid text that says all, for other programs. */
  readonly written: string;
  /** Mermaid text for the layout, with groups; what is found is drawn over it from `nodes` and `edges`. */
  readonly mermaid: string;
  /** The same without groups, for when the first cannot be laid out. */
  readonly mermaidFlat: string;
  /** The same for pictures that need no new layout after one another. */
  readonly layout: string;
  /** The picture in words, Markdown list lines; the accessible form and the last resort. */
  readonly outline: string;
  /** The same line by line, with what each stands for. */
  readonly lines: readonly OutlineLine[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** The workspace has a problem just now (a file that cannot be read), so the picture may lag behind it. */
  readonly stale: boolean;
}

/** What is drawn over the layout. */
interface Mark {
  /** `✖ 2  ⚠ 1`; null where nothing is found. */
  readonly badge: string | null;
  readonly worst: 'error' | 'warning' | 'note' | null;
  /** All programs together ask for more connections than the database takes. */
  readonly over: boolean;
}

export interface PictureNode extends Mark {
  readonly id: string;
  /** Ids of the components that the node stands for; several where many components are drawn as one. */
  readonly components: readonly string[];
  /** The rows of its label. */
  readonly rows: readonly string[];
  /** A name for those who do not see it, where the components' lines of the outline do not say what it is. */
  readonly name: string | null;
  /** What it is in this view alone: a thing that instances hold or share, or something that the plan changes. */
  readonly mark: 'held' | 'shared' | 'added' | 'changed' | 'removed' | null;
  /** Index of the finding that it stands for, among the annotations'; null for a component. */
  readonly finding: number | null;
}

export interface PictureEdge extends Mark {
  readonly id: string;
  /** Indices of the overlay's connections that the edge stands for. */
  readonly connections: readonly number[];
  /** Known by a name alone. */
  readonly guessed: boolean;
  readonly label: string;
  readonly mark: 'added' | 'changed' | 'removed' | null;
}

export interface OutlineLine {
  readonly text: string;
  /** 0 for a component, 1 for what is said of it and for a connection that starts from it. */
  readonly depth: 0 | 1;
  readonly target:
    | { readonly kind: 'component'; readonly id: string }
    | { readonly kind: 'connection'; readonly index: number }
    | { readonly kind: 'finding'; readonly index: number }
    | null;
}

/** Brings one component or connection into view and marks it. */
export interface RevealMessage {
  readonly type: 'reveal';
  /** A component's id, or `from → to` of a connection. */
  readonly id: string;
}

/** Messages from the diagram panel to the extension host. They name things by id; the panel never sends a path. */
export type PanelToHost = ReadyMessage | WishMessage | CursorMessage | OpenMessage | ExportMessage | TroubleMessage;

/** The panel listens; the host answers with the newest picture. */
export interface ReadyMessage {
  readonly type: 'ready';
}

/** The panel wants to see something else; the host answers with that picture. */
export interface WishMessage extends PictureWish {
  readonly type: 'wish';
}

/** Show what the cursor of the text editor stands in; the host answers with a reveal message. */
export interface CursorMessage {
  readonly type: 'cursor';
}

/**
 * Open the source of a component, a connection or a finding; with `fix`, show the fixes that are offered there. The host
 * looks the place up in the picture that it sent.
 */
export interface OpenMessage {
  readonly type: 'open';
  readonly kind: 'component' | 'connection' | 'finding';
  /** A component's id, `from → to` of a connection, or the id of a finding's rule. */
  readonly id: string;
  /** Of a connection its index among the overlay's, of a finding among the annotations'; 0 for a component. */
  readonly index: number;
  readonly fix?: true;
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
  readonly wish: PictureWish;
}

/** What a panel shows before anybody asks for more. */
export const plainWish: PictureWish = { view: null, hosts: {}, collapsed: [], expanded: [] };

/** The picture as the panel's root element holds it: `dist/webview/panel.js` (a module) and `dist/webview/panel.css`. */
export const panelRootId = 'diagram';
