import type * as vscode from 'vscode';

/** Every document that the server reads. nginx and HAProxy files have no language of their own, so they go by their names. */
export const documentSelector: { readonly scheme: 'file'; readonly language?: string; readonly pattern?: string }[] &
  vscode.DocumentSelector = [
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python', 'yaml', 'dockercompose'].map(
    (language) => ({
      scheme: 'file' as const,
      language,
    }),
  ),
  {
    scheme: 'file',
    pattern:
      '**/{package.json,pyproject.toml,Pipfile,requirements*.txt,second-instance.json,tsconfig*.json,Dockerfile*,*.Dockerfile,*.dockerfile,Containerfile*,Procfile,.env*}',
  },
  { scheme: 'file', pattern: '**/*{nginx,haproxy}*.{conf,cfg}*' },
  { scheme: 'file', pattern: '**/{nginx,conf.d,sites-available,sites-enabled}/**/*.conf*' },
];
