import type { GetTimelineEventInput, GetTimelineEventOutput } from "@aws-sdk/client-ssm-incidents";
import type { Operation } from "../operation";
import { eventToRead } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_GetTimelineEvent.html */
export const getTimelineEvent: Operation<GetTimelineEventInput, GetTimelineEventOutput> = (input, context) => ({
  event: eventToRead(input, context).event,
});
