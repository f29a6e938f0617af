import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { type DataEventArgs, DataEventSource, EventAccess, type TrailArgs } from "./trail-args";

type Selector = input.cloudtrail.TrailAdvancedEventSelector;
type Field = input.cloudtrail.TrailAdvancedEventSelectorFieldSelector;

/** `readOnly` takes the words "true" and "false"; without the field both are recorded. */
function accessField(access: EventAccess | undefined): Field[] {
  if (access === undefined || access === EventAccess.All) return [];
  return [{ field: "readOnly", equals: [String(access === EventAccess.ReadOnly)] }];
}

function dataSelector(data: DataEventArgs, logFiles: pulumi.Input<string>): Selector {
  const { arnPrefixes = [], eventNames = [] } = data;
  const exceptArnPrefixes = [...(data.exceptArnPrefixes ?? [])];
  // Each log file that CloudTrail writes would be an event of the next one.
  if (data.resourceType === DataEventSource.S3Objects && arnPrefixes.length === 0) exceptArnPrefixes.push(logFiles);
  const fields: Field[] = [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: [data.resourceType] },
    ...accessField(data.access),
  ];
  if (eventNames.length > 0) fields.push({ field: "eventName", equals: [...eventNames] });
  if (arnPrefixes.length > 0 || exceptArnPrefixes.length > 0) {
    fields.push({
      field: "resources.ARN",
      ...(arnPrefixes.length > 0 && { startsWiths: [...arnPrefixes] }),
      ...(exceptArnPrefixes.length > 0 && { notStartsWiths: exceptArnPrefixes }),
    });
  }
  return { name: `Data events of ${data.resourceType}`, fieldSelectors: fields };
}

/**
 * The trail's choice of events as CloudTrail's advanced event selectors.
 * @param logFiles beginning of the ARNs of the trail's own log files
 */
export function eventSelectors(trail: TrailArgs, logFiles: pulumi.Input<string>): Selector[] {
  const data = (trail.dataEvents ?? []).map((one) => dataSelector(one, logFiles));
  if (trail.withoutManagementEvents) return data;
  const excluded = trail.excludedEventSources ?? [];
  const management: Field[] = [
    { field: "eventCategory", equals: ["Management"] },
    ...accessField(trail.managementEvents),
    ...(excluded.length > 0 ? [{ field: "eventSource", notEquals: [...excluded] }] : []),
  ];
  return [{ name: "Management events", fieldSelectors: management }, ...data];
}
