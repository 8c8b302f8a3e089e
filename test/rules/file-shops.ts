/** A server with some routes. */
export const shop = (routes: string, head = ''): string => `
  // file: src/app.ts
  import { createReadStream, createWriteStream, existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
  import { appendFile, mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
  import os from 'node:os';
  import path from 'node:path';
  import express from 'express';
${head}
  const app = express();
${routes}
  app.listen(3000);
`;

/** The same of Flask. */
export const flask = (routes: string): string => `
  # file: requirements.txt
  flask
  # file: app.py
  import json
  import os
  from flask import Flask, send_file, send_from_directory
  app = Flask(__name__)
  DATA = os.path.join(os.path.dirname(__file__), 'data', 'orders.json')
${routes}
`;

/** Three of them, with the volumes they mount. */
export const compose = (volumes: string): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
${volumes}
`;
