/** What a deployment decides. docs/options.md is printed from this file. */
import { reservedByDefault } from "@pullpass/functions/deployment";

/** Every option has a value; `pullpass.config.ts` gives those that differ from `defaults`. */
export interface Options {
  /** `plan` records and announces what pullpass would do, and changes nothing. */
  readonly mode: "apply" | "plan";
  /** How the keys of the consent tags begin: `pullpass/projects`, `pullpass/group`, `pullpass/ignore`. */
  readonly tagPrefix: string;
  /** The inline policy that holds a role's grants is named `<policyName>-<region>`. */
  readonly policyName: string;
  /** Roles that pullpass may touch, by name; `*` is any run of characters. Its permissions end there, too. */
  readonly rolePattern: string;
  /** The path of these roles: `/builds/`. With `*` at its end whatever is below is covered, too. */
  readonly rolePath: string;
  /** The ARN of a permissions boundary: only roles that carry it are given anything, and IAM holds pullpass to that. */
  readonly requiredBoundary: string | false;
  /** A tag, `builds=yes`: only roles that carry it are given anything, and IAM holds pullpass to that. */
  readonly requiredRoleTag: string | false;
  /** Projects that pullpass looks after, by name; `*` is any run of characters. */
  readonly projectPattern: string;
  /** Regions, beside its own, in which secrets given by name are looked for. */
  readonly searchRegions: readonly string[];
  /** How often, in minutes, the sweep looks at every project. An alarm goes off after twice that time without one. */
  readonly sweepMinutes: number;
  /** Which projects have their credential rewritten: `unmanaged` leaves out those that CloudFormation tags as its own. */
  readonly normalization: "all" | "unmanaged" | "off";
  /**
   * Binds each grant to the projects that the secret's tags name, by `codebuild:ProjectArn`. `strict` also shuts out requests
   * that carry no project, of whoever assumes the role outside CodeBuild; with `off`, a grant is the whole role's.
   */
  readonly bindGrants: "ifExists" | "strict" | "off";
  /**
   * What becomes of a role that others than CodeBuild may assume, whom an `ifExists` binding lets through: `flag` says so
   * (`role-shared`); `refuse` gives it nothing new, nor a grant whose projects' names have no room.
   */
  readonly sharedRoles: "flag" | "refuse";
  /** Who hears of changes, findings and alarms: addresses, URLs, or ARNs of queues and functions, some with a filter. */
  readonly notices: readonly Subscription[];
  /**
   * Makes a second topic, `ChatTopic`, with the same notices as Amazon Q Developer in chat applications shows them in Slack and
   * Microsoft Teams, a finding in one thread.
   */
  readonly chat: boolean;
  /**
   * For how many minutes notices wait for others of the same event, to be told in one message: what a tag did for a hundred
   * projects is one mail. 0 sends each at once. Events on the bus never wait.
   */
  readonly collectMinutes: number;
  /**
   * Whether one message tells what is open, each cause once, at seven in the morning, UTC: `daily`, or `weekly` on Mondays. None is
   * sent where nothing is open.
   */
  readonly summary: "daily" | "weekly" | false;
  /**
   * Whether each finding is in Security Hub CSPM of the account and Region while it is open, and archived when it closes. A function of
   * its own gets `securityhub:BatchImportFindings` on the account's own product, and nothing else of Security Hub, which must be
   * enabled there. Security Hub takes 10,000 findings a month for nothing, and charges for more.
   */
  readonly securityHub: boolean;
  /** How long CloudWatch keeps the functions' logs. */
  readonly logRetentionDays: number;
  /** Encrypts topic, queues, table and logs with a key of the account's own, for a dollar a month and its calls. */
  readonly customerManagedKey: boolean;
  /** Whether pullpass reads the KMS keys of secrets. Without, a secret with a customer managed key fails closed. */
  readonly kms: boolean;
  /**
   * Whether the projects' registries are looked at over the network: their names, addresses and certificates, by a function of
   * its own that is in no VPC, as CodeBuild's pulls are not. Without, a registry is judged by its name alone.
   */
  readonly registryChecks: boolean;
  /**
   * Whether the sweep reads every role and lists every secret of the account in a few calls, and sends on only those at which
   * something is to be done. Without, it sends on every role, and each is read one by one: about 16 calls a role and sweep.
   */
  readonly bulkReads: boolean;
  /**
   * Whether the logins in the secrets are checked at their registries, from outside any VPC, and anew when a secret's value changes, by
   * a function of its own: its role alone may read values, and only of secrets with a tag of consent. Nothing of a value is kept or
   * shown.
   */
  readonly credentialChecks: boolean;
  /**
   * Whether a build that could not pull is started again, once, after pullpass mended why, for projects whose tag `pullpass/retry`
   * is `true`. Gives pullpass `codebuild:RetryBuild` on these projects, and on no others.
   */
  readonly retryBuilds: boolean;
  /** Whether alarms ring where the notices are: about fifteen, for 0.10 dollars a month each. */
  readonly alarms: boolean;
  /** Whether there is a dashboard, for 3 dollars a month. */
  readonly dashboard: boolean;
  /**
   * Whether the functions count what they do as metrics of CloudWatch, for 0.30 dollars a month each: about five where nothing changes,
   * thirteen where much does. Without, the alarm about sweeps tells whether they run, and not whether they come to their end.
   */
  readonly metrics: boolean;
  /** Whether the functions send traces to X-Ray. */
  readonly xray: boolean;
  /**
   * How many invocations of a function may run at once, kept free for it (the sweep: one; reconcile: one more, for the work of
   * sweeps). `false` reserves none: for accounts whose limit is so low that nothing can be reserved, as the 10 of some new ones.
   */
  readonly reservedConcurrency: number | false;
  /** Deploys, instead of pullpass, what forwards this Region's events to the pullpass of the Region named here. */
  readonly forwardTo: string | false;
}

/** Who hears of something. */
export interface Subscription {
  /** An e-mail address, an https URL, or the ARN of a queue or a function, which must let the topic in. */
  readonly to: string;
  /** Only notices with these message attributes. Alarms have none, so a subscription with a filter hears no alarms. */
  readonly filter?: Readonly<
    Record<string, readonly (string | number | Readonly<Record<string, unknown>>)[]>
  >;
}

export const defaults: Options = {
  mode: "apply",
  tagPrefix: "pullpass/",
  policyName: "pullpass",
  rolePattern: "*",
  rolePath: "/*",
  requiredBoundary: false,
  requiredRoleTag: false,
  projectPattern: "*",
  searchRegions: [],
  sweepMinutes: 60,
  normalization: "all",
  bindGrants: "ifExists",
  sharedRoles: "flag",
  notices: [],
  chat: false,
  collectMinutes: 1,
  summary: false,
  securityHub: false,
  logRetentionDays: 90,
  customerManagedKey: false,
  kms: true,
  registryChecks: true,
  bulkReads: true,
  credentialChecks: false,
  retryBuilds: false,
  alarms: true,
  dashboard: true,
  metrics: true,
  xray: false,
  reservedConcurrency: reservedByDefault,
  forwardTo: false,
};
