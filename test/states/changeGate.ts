import { signal, start } from "../emulator/changeRequests";
import type { States } from "./fixture";
import { ACCOUNT } from "./stand";

/** AWS has nothing of a gate, and forgets its request. */
export const states: States = {
  name: "resize-db",
  cases: {
    passed: { what: "a gate that was passed", args: { until: "completed", timeoutSeconds: 60 } },
  },
  async given(stand) {
    const input = { DocumentName: "AWS-HelloWorldChangeTemplate", Parameters: { Approver: [ACCOUNT] } };
    const changeRequest = await start(stand.ssm(), input);
    await signal(stand.ssm(), changeRequest, "Approve");
    return { changeRequest };
  },
  updatedBy: { timeoutSeconds: 5 },
};
