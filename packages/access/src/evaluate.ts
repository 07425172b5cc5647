import { asked } from "./decide/asked.ts";
import type { Reading } from "./decide/reading.ts";
import { type Readings, readAll } from "./decide/readings.ts";
import { type Allowing, missingLayers } from "./decide/verdict.ts";
import type { AccessRequest, Decision, LayerName, PolicySet, StatementReference } from "./types.ts";

/**
 * May this principal do this to that? IAM's evaluation logic; never throws, whatever the policies hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const { resourceIsKey } = policies;
  const readings = readAll(policies, asked(request));
  const denials = deniers(readings).flatMap(([, { denials }]) => denials);
  if (denials.length > 0) return { kind: "denied", how: "explicit", by: denials };

  const missingAtBest = missingLayers(request, resourceIsKey, allowing(readings, isUnread));
  if (missingAtBest.length > 0) return { kind: "denied", how: "implicit", missing: missingAtBest };

  const lacking = deniers(readings).flatMap(([layer, reading]) => lack(layer, reading));
  const isAllowed = missingLayers(request, resourceIsKey, allowing(readings, never)).length === 0;
  if (isAllowed && lacking.length === 0) return { kind: "allowed", by: allowers(readings) };
  return { kind: "unknown", lacking: [...lacking, ...(isAllowed ? [] : lack("grant", readings.grants))] };
}

/** The layers that can deny: all but grants. */
function deniers(readings: Readings): readonly (readonly [LayerName, Reading])[] {
  const { identity, boundary, resource, serviceControl, grants } = readings;
  return [
    ...serviceControl.map((level) => ["serviceControl", level] as const),
    [grants === undefined ? "resource" : "key", resource],
    ["identity", identity],
    ...(boundary === undefined ? [] : [["boundary", boundary] as const]),
  ];
}

/** What the layers allow, if those allow it too that `presume` says. */
function allowing(readings: Readings, presume: (reading: Reading) => boolean): Allowing {
  const { identity, boundary, resource, grants, serviceControl } = readings;
  const gives = (reading: Reading, to: string) => reading.allowances.some((allowance) => allowance.to === to);
  const allows = (reading: Reading) => reading.allowances.length > 0 || presume(reading);
  return {
    identity: allows(identity),
    boundary: boundary === undefined || allows(boundary),
    serviceControl: serviceControl.every(allows),
    resource: gives(resource, "principal") || presume(resource),
    resourceWithinBoundary: gives(resource, "limited") || (grants !== undefined && allows(grants)),
    account: gives(resource, "account") || presume(resource),
  };
}

const isUnread = ({ unread }: Reading) => unread !== undefined;
const never = () => false;

function lack(layer: LayerName, reading: Reading | undefined) {
  return reading?.unread === undefined ? [] : [{ layer, reason: reading.unread }];
}

function allowers({ identity, boundary, resource, grants, serviceControl }: Readings): StatementReference[] {
  return [identity, resource, grants, boundary, ...serviceControl].flatMap((reading) =>
    (reading?.allowances ?? []).map(({ by }) => by),
  );
}
