import type { WireMap } from "../child/analysis";
import type { Registration } from "./resource-table";
import { unwrapped } from "./wire";

/** Where a resource or a call lives. */
export interface Surroundings {
  region: string;
  account: string;
  partition: string;
  dnsSuffix: string;
}

/** What is taken where the stack says nothing: the account of AWS's documentation, the provider's oldest region. */
const fallback = { region: "us-east-1", account: "123456789012" };

/**
 * Finds the region and account of things from the stack's own configuration.
 *
 * Region: the thing's own `region`, its provider's, `aws:region`, `AWS_REGION`, else us-east-1. Account:
 * `preflight:accountId`, the only one of `aws:allowedAccountIds`, the account of a provider's role, else 123456789012.
 */
export class Places {
  /** True once the fallback region was used. */
  guessedRegion = false;

  constructor(private readonly config: Record<string, string>) {}

  of(inputs: WireMap, provider: Registration | undefined): Surroundings {
    const region =
      text(inputs.region) ??
      text(provider?.inputs.region) ??
      this.config["aws:region"] ??
      process.env.AWS_REGION ??
      process.env.AWS_DEFAULT_REGION ??
      this.fallbackRegion();
    return { region, account: this.account(provider), ...partitionOf(region) };
  }

  private account(provider: Registration | undefined): string {
    const allowed = listOf(text(provider?.inputs.allowedAccountIds) ?? this.config["aws:allowedAccountIds"]);
    const role = text(provider?.inputs.assumeRoles) ?? text(provider?.inputs.assumeRole) ?? "";
    return (
      /arn:[\w-]+:iam::(\d{12}):role/.exec(role)?.[1] ??
      this.config["preflight:accountId"] ??
      (allowed.length === 1 ? allowed[0] : undefined) ??
      fallback.account
    );
  }

  private fallbackRegion(): string {
    this.guessedRegion = true;
    return fallback.region;
  }
}

/** The partition of a region, and the suffix of its services' names. */
export function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) {
    return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  }
  return { partition: region.startsWith("us-gov-") ? "aws-us-gov" : "aws", dnsSuffix: "amazonaws.com" };
}

function text(value: WireMap[string] | undefined): string | undefined {
  const plain = unwrapped(value);
  return typeof plain === "string" && plain !== "" ? plain : undefined;
}

function listOf(json: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  } catch {
    return [];
  }
}
