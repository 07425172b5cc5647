/**
 * US dollars, us-east-1, without any free tier, as published in June 2026. Each page:
 * https://aws.amazon.com/lambda/pricing/ https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/dynamodb/pricing/on-demand/
 * https://aws.amazon.com/sns/pricing/ https://aws.amazon.com/eventbridge/pricing/ https://aws.amazon.com/cloudwatch/pricing/
 * https://aws.amazon.com/secrets-manager/pricing/ https://aws.amazon.com/kms/pricing/ https://aws.amazon.com/cloudtrail/pricing/
 */
export const prices = {
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 0.0000133334,
  fifoRequest: 0.5e-6,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  publish: 0.5e-6,
  /** Events of AWS's own services cost nothing; those that pullpass puts do. */
  putEvent: 1e-6,
  secretsManagerCall: 0.05 / 10_000,
  kmsCall: 0.03 / 10_000,
  logGigabyte: 0.5,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  /** Of a second trail; the first is free. */
  managementEvent: 2 / 100_000,
} as const;

/** What no count of calls tells. Guesses on the high side, to be replaced by what an account's own metrics show. */
export const assumed = {
  /** Of an invocation, the start of a cold function included; and of each call that it makes, as if one came after the other. */
  lambdaSeconds: 1,
  callSeconds: 0.05,
  lambdaGigabytes: 0.5,
  logBytes: 2_000,
  /** Of a Query, in read units: a quarter of the most that a page of the ledger holds, 1 MB. Sweeps read such pages, events a few items. */
  queryUnits: 64,
  /**
   * Of an idle queue: five pollers of 20 seconds each. AWS documents long polling, and five at a time for a busy standard
   * queue; for an idle FIFO queue the number is unverified. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  pollsMonth: (5 * 30 * 86_400) / 20,
  daysMonth: 30,
} as const;
