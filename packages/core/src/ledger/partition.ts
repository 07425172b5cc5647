/** The partitions of the table. */
import type { Subject } from "../model/finding.ts";
import type { ItemKey } from "./item.ts";

/** All that is recorded of a role in a Region. */
export function rolePartition(role: string, region: string): string {
  return `role#${region}#${role}`;
}

/** All that is recorded of a project. */
export function projectPartition(project: string, region: string): string {
  return `project#${region}#${project}`;
}

/** All that was seen of registries: the function that looks at them may write here, and nowhere else. */
export function registryPartition(region: string): string {
  return `${registryPartitions}${region}`;
}

/** How the names of these partitions begin. */
export const registryPartitions = "registry#";

/** Notices of a Region that wait. The function that sends them may touch no other partition. */
export function noticesPartition(region: string): string {
  return `${noticesPartitions}${region}`;
}

/** What was told of what, beside the notices that wait, and for the same function. */
export function receiptsPartition(region: string): string {
  return `${receiptsPartitions}${region}`;
}

/** How the names of these partitions begin. */
export const noticesPartitions = "notices#";
export const receiptsPartitions = `${noticesPartitions}told#`;

/** What people muted in a Region. */
export function mutesPartition(region: string): string {
  return `${mutesPartitions}${region}`;
}

/** How the names of these partitions begin. */
export const mutesPartitions = "mutes#";

/** Open findings of a Region, in the index of grants by Region: under a name that no Region has. */
export function openFindingsPartition(region: string): string {
  return `${openFindingsPartitions}${region}`;
}

/** How these names begin. */
export const openFindingsPartitions = "findings#";

/** What sweeps of a Region leave for the next. */
export function sweepPartition(region: string): string {
  return `sweep#${region}`;
}

/** All that was seen of logins: the function that checks them may write here, and nowhere else. */
export function loginPartition(region: string): string {
  return `${loginPartitions}${region}`;
}

/** How the names of these partitions begin. */
export const loginPartitions = "login#";

export function subjectPartition(subject: Subject, region: string): string {
  return subject.kind === "project"
    ? projectPartition(subject.name, region)
    : rolePartition(subject.arn, region);
}

/** What is so now comes after the history of changes in a role's partition: one Query reads it, and nothing of the past. */
export function stateFrom(pk: string): string {
  return pk.startsWith("role#") ? "finding#" : "";
}

/** Is it of the state of a role or a project? */
export function isState({ pk, sk }: ItemKey): boolean {
  return /^(?:role|project)#/.test(pk) && sk >= stateFrom(pk);
}
