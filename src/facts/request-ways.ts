import type { Span } from '../text/range.ts';

/** A Kubernetes Service: the name that other workloads call it by. */
export interface ServiceFact {
  readonly name: string;
  readonly namespace: string | null;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly sessionAffinity: boolean;
  readonly span: Span;
}

/** A Kubernetes Ingress: what a controller of the cluster brings requests from outside to. */
export interface IngressFact {
  readonly name: string;
  readonly namespace: string | null;
  /** The class that says which controller takes it; null where the cluster's own default does. */
  readonly className: string | null;
  /** Annotations by which controllers are told more; values are kept where they are settings of a balancer. */
  readonly annotations: readonly { readonly name: string; readonly value: string | null; readonly span: Span }[];
  /** Names of the Services behind it. */
  readonly services: readonly string[];
  readonly span: Span;
}

/** A Gateway of Kubernetes' Gateway API, where requests from outside arrive. */
export interface GatewayFact {
  readonly name: string;
  readonly namespace: string | null;
  /** The class that says which controller runs it. */
  readonly className: string | null;
  readonly span: Span;
}

/** A route of the Gateway API: the Gateways that it belongs to, and the Services that they lead requests to by it. */
export interface GatewayRouteFact {
  readonly carries: 'http' | 'grpc' | 'bytes';
  readonly parents: readonly NamedObjectFact[];
  readonly backends: readonly NamedObjectFact[];
}

/** An object of the cluster that a manifest names. */
export interface NamedObjectFact {
  readonly name: string;
  readonly namespace: string | null;
  readonly span: Span;
}
