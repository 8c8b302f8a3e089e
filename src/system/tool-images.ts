import { imageNameOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** Images that developers and operators look at a system with, and those that run the cluster instead of the system. */
const looking =
  /^(?:adminer|pgadmin4?|phpmyadmin|mongo-express|redis-?commander|redisinsight|bull-?board|portainer(?:-ce)?|watchtower|dozzle|certbot|kafka-ui|akhq|swagger-ui|flower|busybox|alpine|wait-for.*|dockerize|localstack|minio-mc|mc|cadvisor|node-exporter|.*-exporter|wiremock|ofelia-ui)$/i;
const lookingRepository = /(?:^|\/)temporalio\/(?:ui|admin-tools)$/i;
const cluster =
  /^(?:external-dns|cert-manager-.*|cluster-autoscaler|metrics-server|sealed-secrets-controller|external-secrets|reloader|descheduler|kube-state-metrics)$/i;

/** Servers that catch the mail of developers, so that none goes out: the real one is another. */
const catchingMail = /^(?:mailhog|mailpit|maildev|mailcatcher|smtp4dev|inbucket|fake-?smtp.*|mailtrap)$/i;

export function isTool(node: UnitNode): boolean {
  // What is built here is one's own program, whatever it is called.
  if (node.fact?.buildContext != null) return false;
  const name = imageNameOf(node) ?? '';
  return looking.test(name) || cluster.test(name) || catchingMail.test(name) || isPageOfOthers(node);
}

/** A page of somebody else's software, whose image is called as many things are: `temporalio/ui` is no `ui` of the workspace. */
export function isPageOfOthers({ fact }: UnitNode): boolean {
  const repository = fact?.image?.value.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '') ?? '';
  return fact?.buildContext == null && lookingRepository.test(repository);
}

/** Names at which tools answer, such as the server that catches a developer's mail: nothing of the system is there. */
export function hostsOfTools(units: readonly UnitNode[]): ReadonlySet<string> {
  return new Set(
    units.flatMap((node) =>
      isTool(node)
        ? [node.unit.name, ...(node.fact?.containerName == null ? [] : [node.fact.containerName.value])]
        : [],
    ),
  );
}
