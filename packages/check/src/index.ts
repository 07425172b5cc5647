export { type CheckQuestion, checkFiles, type Files } from "./check-files.ts";
export * from "./report/report.ts";
