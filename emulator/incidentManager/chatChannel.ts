import type { ChatChannel } from "@aws-sdk/client-ssm-incidents";
import type { Answers } from "../openQuestions";

/** What is kept of a chat channel: `empty` stands for none. */
export function channelToKeep(channel: ChatChannel | undefined): ChatChannel | undefined {
  return channel?.chatbotSns ? { chatbotSns: channel.chatbotSns } : undefined;
}

export function channelAsRead(channel: ChatChannel | undefined, answers: Answers): ChatChannel | undefined {
  return channel ?? (answers.noChatChannel === "empty" ? { empty: {} } : undefined);
}
