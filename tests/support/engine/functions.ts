import { isMap, type Json, type JsonMap } from "./wire";

/** What the stub `aws` provider was configured with. */
export interface AwsConfig {
  region: string;
  /** The account that the provider works in. */
  account: string;
}

type Answer = (args: JsonMap, config: AwsConfig) => JsonMap;

/** `eu-central-1` is in `aws`, `cn-north-1` in `aws-cn`, `us-gov-west-1` in `aws-us-gov`. */
function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) {
    return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  }
  return { partition: region.startsWith("us-gov-") ? "aws-us-gov" : "aws", dnsSuffix: "amazonaws.com" };
}

function regionOf(args: JsonMap, config: AwsConfig): string {
  return typeof args.region === "string" ? args.region : config.region;
}

const answers: Record<string, Answer> = {
  "aws:index/getRegion:getRegion": (args, config) => {
    const region = regionOf(args, config);
    return { id: region, region, name: region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account }) => ({
    id: account,
    accountId: account,
    arn: `arn:aws:iam::${account}:root`,
    userId: account,
  }),
  "aws:index/getPartition:getPartition": (_args, { region }) => {
    const { partition, dnsSuffix } = partitionOf(region);
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return { id: partition, partition, dnsSuffix, reverseDnsPrefix };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, config) => {
    const region = regionOf(args, config);
    const letters = ["a", "b", "c"];
    return {
      id: region,
      region,
      names: letters.map((letter) => `${region}${letter}`),
      zoneIds: letters.map((_letter, index) => `${region}-az${index + 1}`),
      groupNames: [region],
      ...args,
    };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify(policyDocument(args), undefined, 2);
    return { ...args, id: "document", json, minifiedJson: JSON.stringify(JSON.parse(json)) };
  },
};

/**
 * Answers a provider function from configuration alone.
 * @throws for every function that is not in the table, with its token
 */
export function answerFunction(token: string, args: JsonMap, config: AwsConfig): JsonMap {
  const answer = answers[token];
  if (!answer) {
    throw new Error(`The stub provider has no answer for ${token}. It answers ${Object.keys(answers).join(", ")}.`);
  }
  return answer(args, config);
}

/** What `aws_iam_policy_document` renders: one value is a string, several a list; statements allow by default. */
function policyDocument(args: JsonMap): JsonMap {
  const statements = Array.isArray(args.statements) ? args.statements.filter(isMap) : [];
  return {
    Version: args.version ?? "2012-10-17",
    ...(typeof args.policyId === "string" ? { Id: args.policyId } : {}),
    Statement: statements.map((statement) => {
      const entries: [string, Json | undefined][] = [
        ["Sid", statement.sid],
        ["Effect", statement.effect ?? "Allow"],
        ["Action", oneOrMany(statement.actions)],
        ["NotAction", oneOrMany(statement.notActions)],
        ["Resource", oneOrMany(statement.resources)],
        ["NotResource", oneOrMany(statement.notResources)],
        ["Principal", principals(statement.principals)],
        ["NotPrincipal", principals(statement.notPrincipals)],
        ["Condition", conditions(statement.conditions)],
      ];
      return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
    }),
  };
}

function oneOrMany(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    return undefined;
  }
  const [only] = value;
  return value.length === 1 && only !== undefined ? only : [...value].sort().reverse();
}

function principals(value: Json | undefined): Json | undefined {
  const list = Array.isArray(value) ? value.filter(isMap) : [];
  if (list.length === 0) {
    return undefined;
  }
  const everyone = list.some(({ type, identifiers }) => type === "*" && oneOrMany(identifiers) === "*");
  return everyone
    ? "*"
    : Object.fromEntries(list.map(({ type, identifiers }) => [String(type), oneOrMany(identifiers) ?? []]));
}

function conditions(value: Json | undefined): Json | undefined {
  const list = Array.isArray(value) ? value.filter(isMap) : [];
  if (list.length === 0) {
    return undefined;
  }
  const result: Record<string, JsonMap> = {};
  for (const { test, variable, values } of list) {
    result[String(test)] = { ...result[String(test)], [String(variable)]: oneOrMany(values) ?? [] };
  }
  return result;
}
