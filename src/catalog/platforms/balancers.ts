import type { Balancer } from '../balancers.ts';

/** Balancers and the time after which they give up an idle connection to a server. */
export const balancers: readonly Balancer[] = [
  {
    id: 'aws-alb',
    title: 'an Application Load Balancer',
    ingress: { classes: ['alb'], annotations: 'alb.ingress.kubernetes.io/' },
    idleSeconds: 60,
    toldBy: {
      annotation: 'alb.ingress.kubernetes.io/load-balancer-attributes',
      name: 'idle_timeout.timeout_seconds',
    },
    citation: {
      title: 'Application Load Balancer: connection idle timeout',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
      quote: 'By default, ELB sets the idle timeout value for your load balancer to 60 seconds.',
    },
  },
  {
    id: 'google-cloud-load-balancer',
    title: 'a Google Cloud load balancer',
    ingress: { classes: ['gce', 'gce-internal'], annotations: 'ingress.gcp.kubernetes.io/' },
    idleSeconds: 600,
    citation: {
      title: 'External Application Load Balancer: timeouts and retries',
      url: 'https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries',
      quote: 'The backend keepalive timeout is fixed at 10 minutes (600 seconds) and cannot be changed.',
    },
  },
  {
    id: 'heroku-router',
    title: 'the router of Heroku',
    standsBefore: { unitKind: 'heroku-process', name: 'web' },
    idleSeconds: 90,
    citation: {
      title: 'Heroku: HTTP routing, keepalives',
      url: 'https://devcenter.heroku.com/articles/http-routing#keepalives',
    },
  },
  {
    // Another controller of nginx has the same class, and keeps no connections by default.
    id: 'ingress-nginx',
    title: 'ingress-nginx',
    ingress: { classes: ['nginx'], annotations: 'nginx.ingress.kubernetes.io/', sharesClass: true },
    idleSeconds: 60,
    asksAgain: true,
    citation: {
      title: 'ingress-nginx: upstream-keepalive-timeout',
      url: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#upstream-keepalive-timeout',
    },
  },
];
