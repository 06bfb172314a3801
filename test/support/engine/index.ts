export { type Aws, someCredentials } from "./environment";
export type { Diagnostic, EngineEvents, Step } from "./events";
export { type Layout, type Program, packed, UserProject, userProject } from "./project";
export { type Result, type Run, stepsOf } from "./run";
export { type CommandOptions, type Deployment, Stack, type StackOptions, type StateResource } from "./stack";
