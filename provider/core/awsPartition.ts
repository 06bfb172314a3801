/** What differs between AWS's partitions, by the beginning of the region's name. */
const PARTITIONS = [
  { begins: "cn-", name: "aws-cn", console: "amazonaws.cn" },
  { begins: "us-gov-", name: "aws-us-gov", console: "amazonaws-us-gov.com" },
  { begins: "", name: "aws", console: "aws.amazon.com" },
] as const;

const partitionOf = (region: string) => PARTITIONS.find(({ begins }) => region.startsWith(begins)) ?? PARTITIONS[2];

export const arnOf = (service: string, region: string, account: string, resource: string): string =>
  `arn:${partitionOf(region).name}:${service}:${region}:${account}:${resource}`;

/** A page of the console for people; `path` begins with the service. */
export function consoleUrl(region: string, path: string): string {
  const host = `console.${partitionOf(region).console}`;
  return `https://${host.startsWith("console.aws.") ? `${region}.` : ""}${host}/${path}?region=${region}`;
}

export const accountOfArn = (arn: string | undefined): string | undefined => arn?.split(":")[4] || undefined;
