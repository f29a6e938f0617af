import type { Resource } from "../core/resource";
import { Value } from "../core/value";
import { given } from "./given";
import type { Graph } from "./graph";

/** One value that a program is started with, in the open. */
export interface PlainValue {
  /** `environment variable DB_PASSWORD`. */
  readonly what: string;
  /** The variable's own name; "" for a text that is no variable. */
  readonly name: string;
  readonly path: string;
  readonly value: Value;
}

/** What a resource starts its program with, that everybody can read who may look at the resource. */
export interface PlainValues {
  readonly noun: string;
  /** Property that has all of it. */
  readonly property: string;
  readonly values: readonly PlainValue[];
  /** Why there may be others. */
  readonly unknown: string | undefined;
}

/** @returns undefined where the resource is none that a program is started with */
type Reader = (graph: Graph, resource: Resource) => PlainValues | undefined;

const readers: Readonly<Record<string, Reader>> = {
  "aws:lambda/function:Function": (graph, resource) =>
    variables("function", "environment", given(graph, resource, "environment").at("variables")),
  "aws:ecs/taskDefinition:TaskDefinition": (_, resource) => {
    const containers = resource.json("containerDefinitions").list();
    return listed("task definition", "containerDefinitions", containers.reason, containers.items, "environment");
  },
  "aws:batch/jobDefinition:JobDefinition": (_, resource) => {
    const container = resource.json("containerProperties");
    return listed("job definition", "containerProperties", container.reason, [container], "environment");
  },
  "aws:codebuild/project:Project": (graph, resource) => {
    const environment = given(graph, resource, "environment");
    return listed("build project", "environment", environment.reason, [environment], "environmentVariables");
  },
  "aws:apprunner/service:Service": (graph, resource) =>
    variables(
      "service",
      "sourceConfiguration",
      given(graph, resource, "sourceConfiguration").at(
        "imageRepository.imageConfiguration.runtimeEnvironmentVariables",
      ),
    ),
  "aws:ec2/instance:Instance": userData("instance"),
  "aws:ec2/launchTemplate:LaunchTemplate": userData("launch template"),
  "aws:ec2/launchConfiguration:LaunchConfiguration": userData("launch configuration"),
  "kubernetes:core/v1:ConfigMap": (graph, resource) => variables("config map", "data", given(graph, resource, "data")),
  // docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html: the file's name ends in .env.
  "aws:s3/bucketObjectv2:BucketObjectv2": environmentFile,
  "aws:s3/bucketObject:BucketObject": environmentFile,
  "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion": (graph, resource) =>
    texts(graph, resource, "configuration", "content", ["content"]),
  "aws:ssm/parameter:Parameter": (graph, resource) =>
    resource.string("type").value === "SecureString"
      ? undefined
      : texts(graph, resource, "parameter", "value", ["insecureValue", "value"], resource.string("name").value),
};

/** Types of what starts programs with values in the open, and of the files and configurations that programs read. */
export const startedTypes = Object.keys(readers);

/** The values that a resource starts its program with. */
export function plainValuesOf(graph: Graph, resource: Resource): PlainValues | undefined {
  return Object.hasOwn(readers, resource.type) ? readers[resource.type]?.(graph, resource) : undefined;
}

function variables(noun: string, property: string, map: Value): PlainValues {
  return {
    noun,
    property,
    values: map.entries().map(([name, value]) => ({
      what: `environment variable ${name}`,
      name,
      path: value.path,
      value,
    })),
    unknown: map.state === "unknown" ? map.reason : undefined,
  };
}

/** Variables as a list of names and values, in each of several containers. */
function listed(
  noun: string,
  property: string,
  reason: string,
  containers: readonly Value[],
  path: string,
): PlainValues {
  const lists = containers.map((container) => container.list(path));
  const unknown = lists.find(({ state }) => state === "unknown")?.reason ?? reason;
  return {
    noun,
    property,
    // A build project says of a variable that its value is the name of a parameter or a secret.
    values: lists
      .flatMap(({ items }) => items)
      .filter((item) => ["PLAINTEXT", ""].includes(item.string("type").value ?? ""))
      .map((item) => {
        const name = item.string("name").value ?? "?";
        return { what: `environment variable ${name}`, name, path: `${item.path}.value`, value: item.at("value") };
      }),
    unknown: unknown === "" ? undefined : unknown,
  };
}

function userData(noun: string): Reader {
  return (graph, resource) => texts(graph, resource, noun, "user data", ["userData", "userDataBase64"]);
}

function environmentFile(graph: Graph, resource: Resource): PlainValues | undefined {
  const key = resource.string("key");
  return key.state === "unknown" || key.value?.endsWith(".env")
    ? texts(graph, resource, "environment file", "content", ["content", "contentBase64"])
    : undefined;
}

/** The texts of some properties, each of which is one value as a whole. */
function texts(
  graph: Graph,
  resource: Resource,
  noun: string,
  what: string,
  properties: readonly string[],
  name = "",
): PlainValues {
  const values = properties
    .map((property) => given(graph, resource, property))
    .filter(({ state }) => state !== "absent");
  return {
    noun,
    property: values[0]?.path ?? properties[0] ?? "",
    values: values.map((value) => ({ what, name, path: value.path, value: decoded(value) })),
    unknown: undefined,
  };
}

/** Properties that may be in Base64, as a launch template's script is. */
const encoded = /^userData|Base64$/;

function decoded(value: Value): Value {
  const text = encoded.test(value.path) ? value.string().value : undefined;
  return text !== undefined && /^[A-Za-z0-9+/\s]+=*\s*$/.test(text)
    ? Value.of(`${text}\n${Buffer.from(text, "base64").toString("utf8")}`, value.path)
    : value;
}
