/** The ports of `observe` for whoever looks at many roles and writes nothing: what was read already, from memory. */
import { consentOf, grantsOnPolicies, type Project, type Reads, type Secret } from "@pullpass/core";
import { type AccountView, listThenDescribe, memoizedReads } from "@pullpass/core/parts";

type Asked = ReturnType<typeof memoizedReads>;

/** Each thing asked once. `listed` takes secrets from the lists where these suffice; `live` asks for each. */
export function readsOfView(
  view: AccountView,
  { secrets, keys }: Pick<Reads, "secrets" | "keys">,
  tagPrefix: string,
): { readonly listed: Asked; readonly live: Asked } {
  const live = memoizedReads({ secrets, keys, roles: view.roles });
  const suffices = (secret: Secret) => standsWithConsent(secret, tagPrefix);
  return { live, listed: { ...live, secrets: listThenDescribe(live.secrets, view.lists, suffices) } };
}

/** It is there, with a value and a tag of consent; of anything worse the list may be older than what was done since. */
function standsWithConsent({ deletion, hasValue, tags }: Secret, tagPrefix: string): boolean {
  return deletion === "none" && hasValue === "yes" && consentOf(tags, tagPrefix).kind !== "none";
}

/** Of these projects, and with the roles' own policies in place of a ledger. */
export function readsOfProjects(
  projects: readonly Project[],
  { roles }: Pick<Reads, "roles">,
  policyName: string,
): Pick<Reads, "projects" | "ledger"> {
  const byName = new Map(projects.map((project) => [project.name, project]));
  const users = Map.groupBy(byName.values(), ({ role }) => role);
  return {
    projects: { read: async (_, names) => names.flatMap((name) => byName.get(name) ?? []) },
    ledger: {
      grants: (role, region) =>
        grantsOnPolicies(role, region, roles, policyName, (each) => users.get(each) ?? []),
      driftRounds: async () => new Map(),
      policyWritten: async () => undefined,
    },
  };
}
