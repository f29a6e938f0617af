/** When and where the facts of DynamoDB Accelerator were read. */
export const TABLE_ACCELERATOR_FACTS = {
  asOf: "2026-10-20",
  /**
   * Node types: AWS's price list, as cfn-lint 1.58.0 keeps it
   * (src/cfnlint/data/schemas/extensions/aws_dax_cluster/nodetype_enum.json).
   * Names, numbers of nodes, windows: the DAX API, version 2017-04-19, as botocore 1.44.8 describes it.
   */
  source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html",
} as const;

const LARGE = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];

/**
 * Sizes of each family of nodes, but for the previous generation r3. All of them speak TLS: AWS names none that does not
 * (docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html).
 */
export const acceleratorNodes: Readonly<Record<string, readonly string[]>> = {
  t2: ["small", "medium"],
  t3: ["small", "medium"],
  r4: [...LARGE, "16xlarge"],
  r5: [...LARGE, "12xlarge", "16xlarge", "24xlarge"],
  r7i: [...LARGE, "12xlarge", "16xlarge", "24xlarge"],
};

/** Whether DAX has such nodes. */
export function isAcceleratorNode(nodeType: string): boolean {
  const [, family = "", size = ""] = /^dax\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(nodeType) ?? [];
  return acceleratorNodes[family]?.includes(size) ?? false;
}
