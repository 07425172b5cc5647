import type { ManagedPolicy } from "./managed-policy.ts";

/**
 * The few policies of AWS's own that are always there.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function awsManagedPolicies(partition: string): readonly ManagedPolicy[] {
  return documents.map(([path, name, statement], index) => {
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const created = new Date("2015-02-06T18:39:46Z");
    return {
      arn: `arn:${partition}:iam::aws:policy${path}${name}`,
      name,
      path,
      id: `ANPAAWSMANAGED${String(index).padStart(7, "A")}`,
      created,
      updated: created,
      description: undefined,
      versions: new Map([["v1", { id: "v1", document, created }]]),
      tags: new Map(),
      defaultVersionId: "v1",
      versionsMade: 1,
    };
  });
}

const documents: readonly (readonly [path: string, name: string, statement: object])[] = [
  ["/", "AdministratorAccess", { Effect: "Allow", Action: "*", Resource: "*" }],
  [
    "/service-role/",
    "AWSLambdaBasicExecutionRole",
    {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "*",
    },
  ],
];
