import type * as vscode from 'vscode';

/** Every document that the server reads. Files of nginx, HAProxy, Caddy and supervisor have no language of their own, so they go by their names. */
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
      '**/{package.json,pyproject.toml,Pipfile,requirements*.txt,second-instance.json,tsconfig*.json,Dockerfile*,*.Dockerfile,*.dockerfile,Containerfile*,Procfile,Procfile.*,.env*,*.env,*.sh,docker-entrypoint,entrypoint,*.service,*.ini}',
  },
  { scheme: 'file', pattern: '**/*{nginx,haproxy,supervisor}*.{conf,cfg}*' },
  { scheme: 'file', pattern: '**/{Caddyfile*,*.Caddyfile,*.caddyfile,*.caddy}' },
  { scheme: 'file', pattern: '**/{nginx,supervisor,conf.d,sites-available,sites-enabled}/**/*.conf*' },
];
