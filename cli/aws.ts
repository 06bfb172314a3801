import { type AwsError, meaningOf } from "../provider/core/awsErrors";
import { Clients } from "../provider/core/clients";
import { systemClock } from "../provider/core/clock";
import type { Clock } from "../provider/core/handler";
import { readSettings } from "../provider/core/settings";
import { UsageError } from "./commands/command";

/** Where and as whom a command talks to AWS. What is left out is found as the AWS SDK finds it. */
export interface Access {
  region?: string;
  profile?: string;
  endpoint?: string;
}

/** People wait: some tries are enough, where the environment does not say how many. */
const RETRIES = "3";

export async function connect(
  { region, profile, endpoint }: Access,
  clock: Clock = systemClock,
): Promise<{ clients: Clients; region: string }> {
  const given: Record<string, string | undefined> = {
    "aws:profile": profile,
    "aws:endpoints": endpoint && JSON.stringify({ ssm: endpoint, sts: endpoint }),
    "aws:maxRetries": process.env.AWS_MAX_ATTEMPTS ? undefined : RETRIES,
  };
  const clients = new Clients(
    readSettings((key) => given[key]),
    undefined,
    clock,
  );
  const found = region ?? (await clients.environmentRegion());
  if (!found) throw new UsageError("no region is known: give --region, or set AWS_REGION or that of the profile");
  return { clients, region: found };
}

const CREDENTIALS = "check the credentials: --profile, or the environment's";
const NETWORK = "check the endpoint (--endpoint or AWS_ENDPOINT_URL) and the network";

/** What a person at a command line can do, where that is not what the author of a program would. */
const ADVICE: Record<string, string | undefined> = {
  CredentialsProviderError:
    "no credentials: give a --profile that has some, or set AWS_PROFILE or the like in the environment",
  UnrecognizedClientException: CREDENTIALS,
  InvalidClientTokenId: CREDENTIALS,
  InvalidSignatureException: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  ThrottlingException: "AWS kept throttling: run again later",
  ValidationException: undefined,
  ECONNREFUSED: NETWORK,
  ENOTFOUND: NETWORK,
};

/** An error of AWS in words for the command line. `advice`: what to do where that follows from the command. */
export function told(error: AwsError, advice?: string): Error {
  const { operation, awsCode, message } = error;
  const usual = meaningOf(operation, awsCode).advice;
  const bare = usual && message.endsWith(`; ${usual}`) ? message.slice(0, -usual.length - 2) : message;
  const better = advice ?? (Object.hasOwn(ADVICE, awsCode) ? ADVICE[awsCode] : usual);
  return new Error(better ? `${bare}; ${better}` : bare);
}
