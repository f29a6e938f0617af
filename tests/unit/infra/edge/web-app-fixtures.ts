import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebApp, type WebAppArgs } from "../../../../infra/edge";
import { graph, type TestGraph } from "../../../../testing";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
export const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
export const domain = { name: "shop.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

export const awsGives = {
  "aws:s3/bucket:Bucket": { bucketRegionalDomainName: "files.s3.eu-central-1.amazonaws.com" },
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: [
      {
        domainName: "*.shop.example.com",
        resourceRecordName: "_x.shop.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y.acm-validations.aws.",
      },
      {
        domainName: "www.example.com",
        resourceRecordName: "_z.www.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_w.acm-validations.aws.",
      },
      {
        domainName: "shop.example.com",
        resourceRecordName: "_x.shop.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y.acm-validations.aws.",
      },
    ],
  },
};

export function build(args: WebAppArgs = { domain }, preview = false): Promise<TestGraph> {
  return graph(() => new WebApp("shop", args), { preview, outputs: awsGives });
}

export async function refusal(args: WebAppArgs): Promise<string> {
  try {
    await build(args);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** A folder with files, gone after the test. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "web-app-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
const folders: string[] = [];

/** Takes the folders of a test away. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}
