/** What Lambda hands a function beside its event. */
export function lambdaContext(functionName: string, remainingMs: number) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${functionName}`,
    memoryLimitInMB: "512",
    awsRequestId: "r-1",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "2026/01/05/[$LATEST]r1",
    getRemainingTimeInMillis: () => remainingMs,
  };
}
