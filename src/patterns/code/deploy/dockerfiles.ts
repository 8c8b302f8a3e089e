import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'horizontal',
  languages: ['dockerfile'],
  rules: ['process-multiplier-in-container', 'shutdown-missing'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: [],
} as const;

export const dockerfileNode: SnippetTemplate = {
  ...shared,
  id: 'dockerfile-node',
  title: 'Image of one process that stops in order (Node)',
  description: 'Built in a stage of its own, without root, and told when to stop',
  prefix: 'scale-dockerfile-node',
  problems: ['container does not stop', 'SIGTERM never comes', 'image for several instances'],
  tradeoffs:
    'One process a container: more of them are more containers, which the platform can see, place and limit. Native modules need the same base in both stages.',
  slots: [
    { name: 'node', initial: '22', choices: ['20', '24'] },
    { name: 'entry', initial: 'dist/server.js' },
    { name: 'port', initial: '3000' },
  ],
  text: `FROM node:«node»-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
# Name .env, .git and what is installed in .dockerignore, or they end up in the image.
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:«node»-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE «port»
# Node itself is the first process: npm and a shell would keep SIGTERM from it.
CMD ["node", "«entry»"]
`,
};

export const dockerfilePython: SnippetTemplate = {
  ...shared,
  id: 'dockerfile-python',
  title: 'Image of one process that stops in order (Python)',
  description: 'Without root, one worker, and told when to stop',
  prefix: 'scale-dockerfile-python',
  problems: ['container does not stop', 'SIGTERM never comes', 'image for several instances'],
  tradeoffs:
    'One worker a container: more of them are more containers, which the platform can see, place and limit, and whose connections it counts.',
  slots: [
    { name: 'python', initial: '3.13', choices: ['3.12', '3.14'] },
    { name: 'application', initial: 'main:app' },
    { name: 'port', initial: '8000' },
  ],
  text: `FROM python:«python»-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
RUN useradd --uid 1000 --no-create-home app
# Name .env, .git and what is installed in .dockerignore, or they end up in the image.
COPY . .
USER app
EXPOSE «port»
# uvicorn is the first process and gets SIGTERM; requests under way have 25 s to end.
CMD ["uvicorn", "«application»", "--host", "0.0.0.0", "--port", "«port»", "--timeout-graceful-shutdown", "25"]
`,
};
