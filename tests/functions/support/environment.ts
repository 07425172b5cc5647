/** What a plain deployment finds in its environment. */
export const environment = {
  AWS_REGION: "eu-central-1",
  PULLPASS_ACCOUNT: "111122223333",
  PULLPASS_TABLE: "pullpass",
  PULLPASS_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/111122223333/pullpass.fifo",
  PULLPASS_TOPIC_ARN: "arn:aws:sns:eu-central-1:111122223333:pullpass",
  PULLPASS_BUS: "default",
  PULLPASS_MODE: "apply",
  PULLPASS_TAG_PREFIX: "pullpass/",
  PULLPASS_POLICY_NAME: "pullpass",
  PULLPASS_REGIONS: "eu-central-1 us-east-1",
  PULLPASS_NORMALIZATION: "all",
  PULLPASS_ROLE_PATTERN: "*",
  PULLPASS_PROJECT_PATTERN: "*",
  PULLPASS_OWN_ROLES: "arn:aws:iam::111122223333:role/pullpass-reconcile",
} as const;
