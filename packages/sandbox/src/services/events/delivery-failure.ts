/**
 * An event could not be delivered, and trying again will not help. `code` as dead-letter queues show it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class DeliveryFailure extends Error {
  override readonly name = "DeliveryFailure";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
