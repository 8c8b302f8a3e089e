import { describe, expect, test } from 'vitest';
import { importsService, settlesService } from '../../src/client/start-files.ts';

const words = new Set(['express', '@nestjs/core', 'node:http', 'flask', 'flask_limiter']);

describe('a start file alone says whether there is a service', () => {
  const cases = [
    { path: '/shop/package.json', text: '{"dependencies":{"express":"^5"}}', service: true },
    { path: '/page/package.json', text: '{"dependencies":{"react":"^19"}}', service: false },
    {
      path: '/page/package.json',
      text: '{"dependencies":{"react":"^19"},"devDependencies":{"express":"^5"}}',
      service: false,
    },
    { path: '/half/package.json', text: '{"dependencies":{"express"', service: false },
    { path: '/list/package.json', text: '["express"]', service: false },
    { path: '/shop/pyproject.toml', text: '[project]\ndependencies = [\n  "Flask>=3",\n]\n', service: true },
    { path: '/shop/requirements.txt', text: 'numpy\nFlask-Limiter==3.5\n', service: true },
    { path: '/tool/requirements.txt', text: 'numpy==2\n# flask\n', service: false },
    { path: '/shop/compose.prod.yaml', text: 'name: shop\nservices:\n  api:\n    image: shop\n', service: true },
    { path: '/shop/docker-compose.yml', text: 'services:\n', service: true },
    { path: '/shop/Procfile', text: 'web: node server.js\n', service: true },
    { path: '/shop/Procfile', text: 'release: node migrate.js\n', service: false },
    { path: '/shop/uwsgi.ini', text: '[uwsgi]\nmodule = shop.wsgi\n', service: true },
    { path: '/tool/conf.d/lint.ini', text: '[lint]\nmax = 80\n', service: false },
    { path: '/shop/supervisor/shop.conf', text: '[program:shop]\ncommand=node server.js\n', service: true },
    { path: '/page/conf.d/page.conf', text: 'server {\n  listen 80;\n}\n', service: false },
    { path: '/shop/shop.service', text: '[Service]\nExecStart=/usr/bin/gunicorn shop:app\n', service: true },
    { path: '/tool/backup.service', text: '[Service]\nExecStart=/usr/bin/rsync -a\n', service: false },
    { path: '/shop/gunicorn.conf.py', text: 'bind = ":80"\nworkers = 4\n', service: true },
    { path: '/tool/gunicorn_exporter.py', text: 'import sys\n', service: false },
    { path: '/shop/k8s/api.yaml', text: 'apiVersion: apps/v1\nkind: Deployment\n', service: true },
    { path: '/shop/k8s/settings.yaml', text: 'apiVersion: v1\nkind: ConfigMap\n', service: false },
    { path: '/shop/deploy/notes.yaml', text: 'text: |\n  kind: Deployment\n', service: false },
  ];
  test.each(cases)('$path with $text: $service', ({ path, text, service }) => {
    expect(settlesService(path, text, words)).toBe(service);
  });
});

describe('imports say so where no start file does', () => {
  const cases = [
    { text: "import express from 'express';", service: true },
    { text: 'import { createServer } from "node:http";', service: true },
    { text: "const express = require('express');", service: true },
    { text: "export { Router } from 'express/lib/router';", service: true },
    { text: "import { Module } from '@nestjs/core/module';", service: true },
    { text: "const later = await import('express');", service: true },
    { text: 'import os\nfrom flask import Flask\n', service: true },
    { text: '    import flask\n', service: true },
    { text: "import flask from './mine';", service: false },
    { text: 'from .flask import app\n', service: false },
    { text: "import React from 'react';", service: false },
    { text: "import x from 'express-like';", service: false },
    { text: "const word = 'express';", service: false },
  ];
  test.each(cases)('$text $service', ({ text, service }) => {
    expect(importsService(text, words)).toBe(service);
  });
});
