import type { Clients } from "./clients";

/**
 * Before anything is called gone, and before anything is deleted: with the credentials of another account nothing is
 * found, and a delete that finds nothing succeeds. Either would make the state forget what still exists.
 */
export async function assertAccount(recorded: unknown, region: string, what: string, clients: Clients): Promise<void> {
  if (typeof recorded !== "string" || recorded === "") return;
  const account = await clients.callerAccount(region).catch((error: Error) => {
    throw new Error(`${error.message}; without knowing the account nothing is called gone or deleted`);
  });
  if (account !== recorded) {
    throw new Error(
      `${what} was made with credentials of account ${recorded}, but the present ones belong to account ${account}: ` +
        "nothing was changed; set the credentials of the first account and run again",
    );
  }
}
