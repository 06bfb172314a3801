import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../errors";
import type { Operation } from "../operation";

/** What a client token was used for. It stays used, whatever becomes of what was made. */
export interface UsedToken {
  request: object;
  answer: object;
}

/** An operation that is done once for each client token; calls that repeat it get the first answer. */
export function oncePerToken<Input extends { clientToken?: string }, Output extends object>(
  name: string,
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return (input, context) => {
    const { clientToken, ...request } = input as { clientToken?: string };
    const { clientTokens } = context.world.incidentManager(context.place);
    const key = `${name}/${clientToken}`;
    const used = clientToken ? clientTokens.get(key) : undefined;
    if (used) {
      const isSame = isDeepStrictEqual(used.request, request);
      if (!isSame && context.world.answers.clientTokenOfOtherInput === "ConflictException") {
        throw new AwsError("ConflictException", `Client token ${clientToken} was used before with other parameters.`);
      }
      return used.answer as Output;
    }
    const answer = operation(input, context);
    if (clientToken) clientTokens.set(key, { request, answer });
    return answer;
  };
}
