/** Sizes that a Fargate task may have with one amount of CPU. */
export interface FargateSize {
  /** CPU units; 1,024 are one vCPU. */
  readonly cpu: number;
  /** Amounts of memory, in MB. */
  readonly memoryMb: readonly number[];
}

function steps(fromGb: number, toGb: number, byGb: number): number[] {
  const count = (toGb - fromGb) / byGb + 1;
  return Array.from({ length: count }, (_, index) => (fromGb + index * byGb) * 1024);
}

/** Pairs of CPU and memory that Fargate takes for Linux tasks of platform version 1.4.0 or newer. */
export const FARGATE_SIZES = {
  asOf: "2026-11-26",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  sizes: [
    { cpu: 256, memoryMb: [512, 1024, 2048] },
    { cpu: 512, memoryMb: steps(1, 4, 1) },
    { cpu: 1024, memoryMb: steps(2, 8, 1) },
    { cpu: 2048, memoryMb: steps(4, 16, 1) },
    { cpu: 4096, memoryMb: steps(8, 30, 1) },
    { cpu: 8192, memoryMb: steps(16, 60, 4) },
    { cpu: 16_384, memoryMb: steps(32, 120, 8) },
  ] satisfies FargateSize[],
} as const;
