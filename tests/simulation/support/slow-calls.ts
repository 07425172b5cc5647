/** Calls of pullpass's functions that AWS takes long for, while others go on. */

interface SlowCall {
  readonly function: string;
  /** The operation. */
  readonly call: string;
  /** Which of these calls, counted from now. */
  readonly at: number;
  readonly seconds: number;
}

export interface SlowCalls {
  next(slow: SlowCall): void;
  heal(): void;
  /** How long the call takes that a function is about to make. */
  secondsOf(name: string, operation: string): number;
  /** How many took long. */
  count(): number;
}

export function slowCalls(): SlowCalls {
  let coming: readonly SlowCall[] = [];
  let count = 0;
  return {
    next(slow) {
      coming = [...coming, slow];
    },
    heal() {
      coming = [];
    },
    count: () => count,
    secondsOf(name, operation) {
      const isMeant = (each: SlowCall) => each.function === name && each.call === operation;
      const counted = coming.map((each) => (isMeant(each) ? { ...each, at: each.at - 1 } : each));
      const due = counted.find(({ at }) => at === 0);
      coming = counted.filter((each) => each !== due);
      if (due !== undefined) count += 1;
      return due?.seconds ?? 0;
    },
  };
}
