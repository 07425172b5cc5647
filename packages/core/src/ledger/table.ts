/**
 * The ledger's table. Everything about a role or a project is in one partition, so that it is read with one
 * consistent Query:
 *
 *   pk                          sk                  type
 *   role#<region>#<ARN>         grant#<secret>      grant     indexed by secret, and by Region
 *   role#<region>#<ARN>         grant#<secret>#<n>  grant     the same, for more projects than one item takes
 *   role#<region>#<ARN>         change#<id>         change    indexed by time; while planned, also as unsettled;
 *                                                             while planned or proposed, by Region
 *   role#<region>#<ARN>         finding#<rule>      finding   about the role; indexed by time as changes are
 *   role#<region>#<ARN>         policy              policy    when pullpass last wrote the role's policy
 *   project#<region>#<name>     finding#<rule>      finding   about the project; the same, and while open by Region
 *   project#<region>#<name>     drift               drift     its last normalization, and of how many rounds
 *   project#<region>#<name>     key#<key>           use       a key that its secret is under; indexed like a grant, by
 *                                                             key in the secret's place; it expires
 *   project#<region>#<name>     secret#<name>       use       the secret that it names; the same
 *   project#<region>#<name>     role#<name>         use       the role that it uses; the same
 *   project#<region>#<name>     build               build     the build that a finding is open about
 *   project#<region>#<name>     retry               retry     the last build of it that was started again
 *   notices#<region>            <record> <n>        notice    waits until all that one event did is known
 *   notices#told#<region>       <time> <batch>      receipt   what each target was told of; it expires
 *   mutes#<region>              <time> <id>         mute      what people want to hear nothing of for a while; it expires
 *   sweep#<region>              sweep               sweep     the last complete one
 *   sweep#<region>              told                told      up to when all is known to be told
 *   sweep#<region>              findings            findings  whether those of older versions are indexed
 *   login#<region>              project#<name>      login     the last check of the login that it pulls with; it expires
 *   login#<region>              secret#<ARN>#<name> login-use a project that pulls with the secret's login; it expires
 *   registry#<region>           sight#<host> <port> sight     the last look at a registry; it expires
 *   sweep#<region>              secret#<ARN>        secret    what a sweep last read of it
 */

/** When DynamoDB may delete the item, in epoch seconds. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export const ttlAttribute = "expiresAt";

export const indexes = {
  grantsBySecret: "grants-by-secret",
  grantsByRegion: "grants-by-region",
  changesByTime: "changes-by-time",
  /** Local, so that it can be read consistently; sparse, so that it holds almost nothing. */
  unsettledChanges: "unsettled-changes",
} as const;

/** Attributes that only some items have: those are what the index holds. */
export const indexed = {
  grantedSecret: "grantedSecret",
  grantedRegion: "grantedRegion",
  history: "history",
  plannedAt: "plannedAt",
  unsettledSince: "unsettledSince",
} as const;

/** The value of `history` of every change. */
export const historyOfChanges = "changes";

/** That of findings, whose `plannedAt` is when they came into their state. */
export function historyOfFindings(region: string): string {
  return `findings#${region}`;
}

/** The parameters of CreateTable; the expiry is set afterwards, on `ttlAttribute`. */
export interface TableDefinition {
  TableName: string;
  BillingMode: "PAY_PER_REQUEST";
  AttributeDefinitions: { AttributeName: string; AttributeType: "S" }[];
  KeySchema: TableKey[];
  GlobalSecondaryIndexes: TableIndex[];
  LocalSecondaryIndexes: TableIndex[];
  StreamSpecification: { StreamEnabled: true; StreamViewType: "NEW_AND_OLD_IMAGES" };
}

interface TableIndex {
  IndexName: string;
  KeySchema: TableKey[];
  Projection: { ProjectionType: "ALL" };
}

interface TableKey {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export function tableDefinition(name: string): TableDefinition {
  const attributes = ["pk", "sk", ...Object.values(indexed)];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keys("pk", "sk"),
    GlobalSecondaryIndexes: [
      index(indexes.grantsBySecret, indexed.grantedSecret, "pk"),
      index(indexes.grantsByRegion, indexed.grantedRegion, "pk"),
      index(indexes.changesByTime, indexed.history, indexed.plannedAt),
    ],
    LocalSecondaryIndexes: [index(indexes.unsettledChanges, "pk", indexed.unsettledSince)],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  };
}

function index(IndexName: string, hash: string, range: string): TableIndex {
  return { IndexName, KeySchema: keys(hash, range), Projection: { ProjectionType: "ALL" } };
}

function keys(hash: string, range: string): TableKey[] {
  return [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
}
