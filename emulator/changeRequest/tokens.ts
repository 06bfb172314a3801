import { isDeepStrictEqual } from "node:util";
import type { StartChangeRequestExecutionRequest as Request } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked, Context } from "../operation";

/** What a client token was used for. It stays used, whatever becomes of the execution. */
export interface UsedToken {
  executionId: string;
  request: Omit<Checked<Request>, "ClientToken">;
}

/** The execution that a call with the same token and the same input started; throws if the token is spent. */
export function startedBefore({ ClientToken, ...request }: Checked<Request>, context: Context): string | undefined {
  const used = ClientToken === undefined ? undefined : context.place.clientTokens.get(ClientToken.toLowerCase());
  if (!used) return undefined;
  const isSame = isDeepStrictEqual(request, used.request);
  if (isSame && context.world.answers.reusedClientToken === "firstExecution") return used.executionId;
  const message = `Client token ${ClientToken} was used before${isSame ? "" : " with other parameters"}.`;
  throw new AwsError("IdempotentParameterMismatch", message);
}

export function remember({ ClientToken, ...request }: Checked<Request>, executionId: string, { place }: Context): void {
  if (ClientToken !== undefined) place.clientTokens.set(ClientToken.toLowerCase(), { executionId, request });
}
