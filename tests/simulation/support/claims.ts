/** Each change that is told as made was made, each that failed could not be, and who lost a secret is told: docs/notices.md. */
import type { Account } from "./account.ts";
import { type History, longestInvocationMs } from "./history.ts";
import { readsBy, saysOf } from "./policy.ts";
import type { Recorded } from "./recorded.ts";
import { isSmooth } from "./smooth.ts";

type Claim = Recorded & { readonly secret: string };

export function wrongClaims(
  records: readonly Recorded[],
  account: Account,
  history: History,
): readonly string[] {
  const claims = records.filter(isClaim);
  const isLeftAlone = !["edit own policy", "delete role", "lose grants"].some((what) =>
    account.done.has(what),
  );
  return [
    ...failedInVain(claims, account, history),
    ...(isLeftAlone ? neverMade(claims, account) : []),
    ...(isLeftAlone && isSmooth(account) ? untoldLosers(claims, account, history) : []),
  ];
}

function isClaim(record: Recorded): record is Claim {
  return record.secret !== undefined && ["grant", "revocation"].includes(record.kind);
}

/** The policy says something else of the secret since; where something failed, the write may be older than the record. */
function neverMade(claims: readonly Claim[], account: Account): readonly string[] {
  const { watch, conditions } = account;
  const { skewMs } = conditions;
  const isMade = ({ kind, role, secret, plannedAtMs, settledAtMs }: Claim) =>
    watch.policyWrites.some(
      (write) =>
        write.role === role &&
        (!isSmooth(account) || write.atMs >= plannedAtMs - skewMs) &&
        write.atMs <= settledAtMs + skewMs &&
        saysOf(write.before, secret) !== saysOf(write.after, secret) &&
        saysOf(kind === "grant" ? write.after : write.before, secret) !== "",
    );
  return claims
    .filter((claim) => claim.state === "applied" && !isMade(claim))
    .map(({ kind, role, secret }) => `a ${kind} of ${secret} to ${role} is told, and nothing changed`);
}

/** "Failed" is what AWS refuses, and what nobody wants any more. */
function failedInVain(
  claims: readonly Claim[],
  { faults, conditions: { skewMs } }: Account,
  history: History,
): readonly string[] {
  if (faults.hits.has("denied")) return [];
  return claims
    .filter(
      ({ kind, state, role, secret, projects, plannedAtMs, settledAtMs }) =>
        kind === "grant" &&
        state === "failed" &&
        projects.some((project) =>
          history
            .intervalsOf({ role, secret, project })
            .some(({ fromMs, untilMs }) => fromMs <= plannedAtMs - skewMs && settledAtMs + skewMs < untilMs),
        ),
    )
    .map(({ role, secret }) => `a grant of ${secret} to ${role} is told as failed, and is still wanted`);
}

/** Whom an owner lets in no longer, of a role that may keep the secret for others. */
function untoldLosers(claims: readonly Claim[], { watch }: Account, history: History): readonly string[] {
  return watch.policyWrites.flatMap(({ role, before, after, atMs }) =>
    history.everWanted
      .filter(
        (want) =>
          want.role === role &&
          history.intervalsOf(want).some(({ untilMs }) => untilMs >= atMs - longestInvocationMs) &&
          readsBy(before, want.secret, want.project) &&
          !readsBy(after, want.secret, want.project),
      )
      .filter(
        ({ secret, project }) =>
          !claims.some(
            (claim) =>
              claim.kind === "revocation" &&
              claim.role === role &&
              claim.secret === secret &&
              claim.projects.includes(project),
          ),
      )
      .map(({ secret, project }) => `${project} lost ${secret} on ${role}, and nobody is told`),
  );
}
