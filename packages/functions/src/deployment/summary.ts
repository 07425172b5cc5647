/** When a summary of what is open is sent, and what notify gets then. */

export const summaries = ["daily", "weekly"] as const;

/**
 * At seven in the morning, UTC; on Mondays.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export const summarySchedules = {
  daily: "cron(0 7 * * ? *)",
  weekly: "cron(0 7 ? * MON *)",
} as const satisfies Record<(typeof summaries)[number], string>;

export const summaryEvent = { source: "pullpass", "detail-type": "Summary" } as const;
