/** The colours of the editor's own four kinds of theme that the panel uses, as a webview's page gets them. */
export type ThemeKind = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

type Colours = Readonly<Record<string, string>>;

const light: Colours = {
  foreground: '#3b3b3b',
  descriptionForeground: '#3b3b3b',
  'editor-background': '#ffffff',
  'editor-foreground': '#3b3b3b',
  'editorWidget-background': '#f8f8f8',
  'editorWidget-foreground': '#3b3b3b',
  'editorWidget-border': '#c8c8c8',
  'panel-border': '#e5e5e5',
  'sideBar-background': '#f8f8f8',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'list-hoverBackground': '#f2f2f2',
  'editorError-foreground': '#e51400',
  'editorWarning-foreground': '#bf8803',
  'editorInfo-foreground': '#1a85ff',
  focusBorder: '#005fb8',
  'editor-selectionBackground': '#add6ff',
};

const dark: Colours = {
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  'editor-background': '#1f1f1f',
  'editor-foreground': '#cccccc',
  'editorWidget-background': '#202020',
  'editorWidget-foreground': '#cccccc',
  'editorWidget-border': '#454545',
  'panel-border': '#2b2b2b',
  'sideBar-background': '#181818',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#3c3c3c',
  'list-hoverBackground': '#2a2d2e',
  'editorError-foreground': '#f14c4c',
  'editorWarning-foreground': '#cca700',
  'editorInfo-foreground': '#3794ff',
  focusBorder: '#0078d4',
  'editor-selectionBackground': '#264f78',
};

const highContrast: Colours = {
  foreground: '#ffffff',
  descriptionForeground: '#ffffff',
  'editor-background': '#000000',
  'editor-foreground': '#ffffff',
  'editorWidget-background': '#0c141f',
  'editorWidget-foreground': '#ffffff',
  'sideBar-background': '#000000',
  'button-secondaryForeground': '#ffffff',
  'editorError-foreground': '#f48771',
  'editorWarning-foreground': '#ffd370',
  'editorInfo-foreground': '#3794ff',
  focusBorder: '#f38518',
  contrastBorder: '#6fc3df',
  contrastActiveBorder: '#f38518',
  'editor-selectionBackground': '#ffffff',
};

const highContrastLight: Colours = {
  foreground: '#292929',
  descriptionForeground: '#292929',
  'editor-background': '#ffffff',
  'editor-foreground': '#292929',
  'editorWidget-background': '#ffffff',
  'editorWidget-foreground': '#292929',
  'sideBar-background': '#ffffff',
  'button-secondaryForeground': '#292929',
  'editorError-foreground': '#b5200d',
  'editorWarning-foreground': '#895503',
  'editorInfo-foreground': '#1a85ff',
  focusBorder: '#006bbd',
  contrastBorder: '#0f4a85',
  contrastActiveBorder: '#006bbd',
  'editor-selectionBackground': '#0f4a85',
};

export const themes: Readonly<Record<ThemeKind, Colours>> = {
  'vscode-light': light,
  'vscode-dark': dark,
  'vscode-high-contrast': highContrast,
  'vscode-high-contrast-light': highContrastLight,
};

/** What the page's root element carries under a theme: class of the body, and the colours as custom properties. */
export function themeProperties(kind: ThemeKind): readonly (readonly [name: string, value: string])[] {
  return [
    ...Object.entries(themes[kind]).map(([name, value]) => [`--vscode-${name}`, value] as const),
    ['--vscode-font-family', 'system-ui, "Open Sans", sans-serif'],
    ['--vscode-font-size', '13px'],
  ];
}
