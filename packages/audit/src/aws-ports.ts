/** The ports of an audit: bulk reads where AWS has them, and no more calls at once than AWS takes. */
import {
  accountRoles,
  type Connection,
  codeBuildProjects,
  iamRoles,
  kmsKeys,
  organizationOf,
  registrySecrets,
  secretLists,
  signedJson,
} from "@pullpass/core/aws";
import { createPacer, type Pacer } from "./pacer.ts";
import type { AuditPorts } from "./ports.ts";

/** `region` says only whose keys sign the calls of IAM. */
export function auditPorts(
  connection: Connection,
  { region, ...account }: { readonly account: string; readonly partition: string; readonly region: string },
): AuditPorts {
  const projects = codeBuildProjects(connection);
  const secrets = registrySecrets(connection);
  const keys = kmsKeys(connection);
  const roles = iamRoles(connection, region);
  const lists = secretLists(connection);
  const call = signedJson(connection);
  const inTurn = pacers();
  return {
    projects: {
      read: paced(inTurn.codebuild, projects.read),
      list: projects.list,
    },
    secrets: {
      describe: paced(inTurn.secretsmanager, secrets.describe),
      resourcePolicy: paced(inTurn.resourcePolicies, secrets.resourcePolicy),
      currentKeys: paced(inTurn.secretVersions, secrets.currentKeys),
    },
    keys: {
      describe: paced(inTurn.kms, keys.describe),
      policy: paced(inTurn.kms, keys.policy),
      grants: paced(inTurn.kms, keys.grants),
      aliases: paced(inTurn.kms, keys.aliases),
      tags: paced(inTurn.kms, keys.tags),
    },
    roles: {
      read: paced(inTurn.iam, roles.read),
      inlinePolicies: paced(inTurn.iam, roles.inlinePolicies),
      managedPolicies: paced(inTurn.iam, roles.managedPolicies),
      managedPolicy: paced(inTurn.iam, roles.managedPolicy),
    },
    account: {
      roles: () => accountRoles(connection, region, roles),
      secrets: paced(inTurn.secretsmanager, lists),
    },
    organization: organizationOf(paced(inTurn.organizations, call), account),
    clock: { now: () => new Date() },
  };
}

/**
 * Services throttle each by themselves; resource policies, and lists of versions, have limits of their own, of 50 a second.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
function pacers() {
  const usual = () => createPacer({ atOnce: 8, atOnceMax: 32, firstWaitMs: 1_000 });
  const slower = () => createPacer({ atOnce: 4, atOnceMax: 16, firstWaitMs: 1_000 });
  return {
    codebuild: usual(),
    secretsmanager: usual(),
    resourcePolicies: slower(),
    secretVersions: slower(),
    kms: usual(),
    iam: usual(),
    organizations: createPacer({ atOnce: 2, atOnceMax: 4, firstWaitMs: 1_000 }),
  };
}

function paced<Arguments extends readonly unknown[], Result>(
  pacer: Pacer,
  call: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return (...args) => pacer(() => call(...args));
}
