/**
 * What the states of every release require, for ever: an entry for each resource. Nothing here may be renamed, and
 * every entry must serve whatever any release has written.
 */
import { DynamicProvider } from "./hosts/dynamic/provider";
import { opsItem as opsItemHandler } from "./opsItem/handler";

export const opsItem = new DynamicProvider(opsItemHandler);
