import type { SnippetTemplate } from '../../template.ts';

export const composeReplicas: SnippetTemplate = {
  id: 'compose-replicas',
  title: 'Compose: several instances behind nginx',
  description: 'A service with replicas, its worker, its Redis and what balances',
  prefix: 'scale-compose',
  pattern: 'load-balancing',
  problems: ['run more instances', 'port is already allocated', 'scale with docker compose'],
  tradeoffs:
    'All instances share one host, so it helps against one busy process and not against a host that dies. nginx looks the name up when it starts: reload it after scaling.',
  languages: ['yaml', 'dockercompose'],
  rules: ['compose-scale-blocked', 'lb-missing-for-replicas', 'bullmq-redis-evicts'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: ['*compose*.{yml,yaml}'],
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'port', initial: '3000' },
    { name: 'replicas', initial: '3' },
    { name: 'worker', initial: 'node dist/worker.js' },
  ],
  text: `services:
  balancer:
    image: nginx:1.28
    ports:
      - "8080:8080"
    volumes:
      # Its upstream names «name»:«port», which stands for all instances.
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
    depends_on:
      - «name»

  # It has no container_name and publishes no port: of those there is one on a host.
  «name»:
    build: .
    expose:
      - "«port»"
    environment:
      PORT: "«port»"
      REDIS_URL: redis://redis:6379
      NODE_ENV: production
    env_file: .env
    stop_grace_period: 30s
    restart: unless-stopped
    depends_on:
      - redis
    deploy:
      replicas: «replicas»
      resources:
        limits:
          memory: 512M

  worker:
    build: .
    command: «worker»
    environment:
      REDIS_URL: redis://redis:6379
      NODE_ENV: production
    env_file: .env
    # More than a job takes.
    stop_grace_period: 60s
    restart: unless-stopped
    depends_on:
      - redis

  redis:
    image: redis:8
    # Jobs and sessions are kept over a restart, and never thrown away for want of memory.
    command: redis-server --appendonly yes --maxmemory-policy noeviction
    volumes:
      - redis:/data
    restart: unless-stopped

volumes:
  redis:
`,
};
