/** Short runs about who may read what, in which nothing fails and an account may have what a plain one has not. */
import type { Story } from "./story.ts";
import { consent, made, secret, sweep, tagged, untagged, updated, wait } from "./words.ts";

export const calmAccess: readonly Story[] = [
  {
    name: "a group without a name joins nobody, and a name is not its first letter",
    actions: [
      { do: "create secret", secret: "hub", place: "home", tags: { "pullpass/group": " " }, key: undefined },
      secret("team/quay", "pay-b"),
      made({ tags: { "pullpass/group": " " } }),
      made({ project: "pay-a", secret: "team/quay" }),
    ],
  },
  {
    name: "a role without the boundary that the options require is given nothing",
    conditions: { options: { requiresBoundary: true } },
    actions: [
      secret("hub", "all"),
      { do: "boundary", role: "shop", on: true },
      made(),
      made({ project: "api", role: "shop" }),
    ],
  },
  {
    name: "a deployment touches the roles of its options alone",
    conditions: { options: { rolePattern: "*h*" } },
    actions: [secret("hub", "all"), made(), made({ project: "api", role: "shop" })],
  },
  {
    name: "a plan to be looked at writes nothing",
    conditions: { options: { mode: "plan" } },
    actions: [secret("hub", "all"), made(), made({ project: "api", role: "shop" }), consent("hub", "api")],
  },
  {
    name: "what IAM has no room for is not tried, and told",
    actions: [
      secret("hub", "all"),
      { do: "write policy", role: "build", says: "much" },
      made(),
      made({ project: "api", role: "shop" }),
    ],
  },
  {
    name: "a role that no project uses any more loses what is withdrawn at once",
    actions: [
      secret("hub", "all"),
      made(),
      updated({ role: "shop" }),
      untagged("hub"),
      secret("team/quay", "all"),
      { do: "replicate secret", secret: "team/quay" },
      made({ project: "api", secret: "team/quay", place: "away", as: "arn", role: "night" }),
      updated({ project: "api", secret: "hub", role: "shop" }),
      untagged("team/quay"),
    ],
  },
  {
    name: "who loses a secret that others keep can read it no longer, where nothing may be given, too",
    actions: [
      secret("hub", "web api"),
      made(),
      made({ project: "api" }),
      made({ project: "pay-a", role: "shop" }),
      consent("hub", "web"),
      consent("hub", "web api pay-a"),
      { do: "trust", role: "build", service: "ec2" },
      consent("hub", "web pay-a"),
      sweep,
    ],
  },
  {
    name: "a build goes on when the secret's next value is under another key",
    actions: [
      secret("hub", "all", { key: 0 }),
      made(),
      { do: "key state", key: 0, enabled: false },
      { do: "change key of secret", secret: "hub", place: "home", key: 1 },
      { do: "key state", key: 0, enabled: true },
      made({ project: "api" }),
    ],
  },
  {
    name: "what somebody took from the policy does not come back for a project that has another role",
    actions: [
      secret("hub", "all"),
      made(),
      wait(1_000),
      updated({ role: "shop" }),
      wait(300),
      { do: "edit own policy", role: "build", how: "delete" },
      tagged("hub", { owner: "somebody" }),
      secret("team/quay", "all"),
      made({ project: "api", secret: "team/quay" }),
    ],
  },
  {
    name: "what IAM shows of the past shortly after a write is nobody's deed",
    conditions: { iamLagMs: 8_000 },
    actions: [
      secret("hub", "web"),
      secret("team/quay", "all"),
      made(),
      wait(2),
      made({ project: "api", secret: "team/quay" }),
      wait(2),
      consent("hub", "web api"),
      updated({ project: "api" }),
    ],
  },
  {
    name: "what is known of a role that is deleted goes with it",
    actions: [secret("hub", "all"), made(), { do: "delete role", role: "build" }, sweep],
  },
  {
    name: "a key that is off or shut is told, and a role of another service, too",
    actions: [
      secret("hub", "all", { key: 0 }),
      secret("team/quay", "all", { key: 1 }),
      { do: "key policy", key: 0, open: false },
      { do: "key state", key: 1, enabled: false },
      made(),
      made({ project: "api", role: "shop", secret: "team/quay" }),
      made({ project: "pay-a", role: "night" }),
      { do: "trust", role: "night", service: "ec2" },
    ],
  },
];
