import type { WireMap } from "../../child/analysis";
import { partitionOf, type Surroundings } from "../surroundings";
import type { InvokeAnswer } from ".";

/** `aws.getRegion`: the region that was asked for, or the one that the call is made in. */
export function region(args: WireMap, place: Surroundings): InvokeAnswer {
  if (args.endpoint !== undefined) {
    return { reason: "regions are found by endpoint only by AWS" };
  }
  const name = typeof args.region === "string" ? args.region : typeof args.name === "string" ? args.name : place.region;
  return {
    result: {
      id: name,
      name,
      region: name,
      endpoint: `ec2.${name}.${partitionOf(name).dnsSuffix}`,
      description: descriptions[name] ?? name,
    },
  };
}

/** `aws.getPartition`. */
export function partition(_args: WireMap, place: Surroundings): InvokeAnswer {
  const reverseDnsPrefix = place.dnsSuffix.split(".").reverse().join(".");
  return {
    result: { id: place.partition, partition: place.partition, dnsSuffix: place.dnsSuffix, reverseDnsPrefix },
  };
}

/** `aws.getCallerIdentity`, for a role that is called after preflight. */
export function callerIdentity(_args: WireMap, place: Surroundings): InvokeAnswer {
  const { account } = place;
  const arn = `arn:${place.partition}:sts::${account}:assumed-role/preflight/preflight`;
  return { result: { id: account, accountId: account, arn, userId: "AROAFACADE00000000000:preflight" } };
}

/**
 * `aws.getAvailabilityZones`: taken to be the zones a, b and c of the region (a and b of us-west-1). Which letters an
 * account has is AWS's to say: where it matters, name the zones in the stack's configuration. Local and wavelength zones
 * take an opt-in and are left out.
 */
export function availabilityZones(args: WireMap, place: Surroundings): InvokeAnswer {
  if (args.filters !== undefined || args.allAvailabilityZones === true) {
    return { reason: "zones are filtered only by AWS" };
  }
  if (args.state !== undefined && args.state !== "available") {
    return { result: zones(place.region, []) };
  }
  const letters = twoZones.has(place.region) ? ["a", "b"] : ["a", "b", "c"];
  const excluded = Array.isArray(args.excludeNames) ? args.excludeNames : [];
  const names = letters.map((letter) => `${place.region}${letter}`).filter((name) => !excluded.includes(name));
  return { result: zones(place.region, names) };
}

function zones(name: string, names: string[]): WireMap {
  return {
    id: name,
    region: name,
    names,
    // Accounts differ in which id a name stands for; these are just as many, in AWS's format.
    zoneIds: names.map((zone) => `${zoneCode(name)}-az${"abc".indexOf(zone.slice(-1)) + 1}`),
    groupNames: [name],
  };
}

/** Regions of which an account sees two zones (AWS global infrastructure page). */
const twoZones = new Set(["us-west-1"]);

/** `euc1` of `eu-central-1`. */
function zoneCode(name: string): string {
  const [area = "", ...rest] = name.split("-");
  const number = rest.pop() ?? "";
  return `${area}${rest.join("").replace(/(north|south|east|west|central|gov)/g, (word) => word.charAt(0))}${number}`;
}

/** Names of regions as EC2 describes them (AWS General Reference, Regions). */
const descriptions: Record<string, string> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-south-1": "Europe (Milan)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "sa-east-1": "South America (Sao Paulo)",
};
