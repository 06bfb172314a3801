import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** What the engine did, or planned to do, with one resource. */
export interface Step {
  urn: string;
  /** The last part of the URN. */
  name: string;
  type: string;
  /**
   * `same`, `create`, `update`, `delete`, `read`, `import`, …; a replacement is three: `create-replacement`,
   * `replace`, `delete-replaced`. In a refresh, what it found: `same`, `update` for drift, `delete` for gone.
   */
  op: string;
  /** True where the step is the refresh of a resource, also within an `up --refresh`. */
  refreshed: boolean;
  /** `started` is the end of the story only where the run was killed or interrupted. */
  outcome: "started" | "done" | "failed";
  id: string | undefined;
  /**
   * The properties whose inputs differ (in a refresh: whose outputs do), as the engine displays them for a dynamic
   * provider, which cannot name them itself. Two secrets always look the same here.
   */
  changed: string[];
  /** Paths of the properties that made it a replacement. */
  replaceReasons: string[];
  old: StepState | undefined;
  new: StepState | undefined;
}

/** One side of a step, with secrets as "[secret]". */
export interface StepState {
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
}

/** A line that a user reads below the resource it belongs to, or below the stack. */
export interface Diagnostic {
  urn: string | undefined;
  name: string | undefined;
  severity: "info" | "info#err" | "warning" | "error";
  message: string;
}

export interface EngineEvents {
  steps: Step[];
  diagnostics: Diagnostic[];
  /** The engine's own count by op; resources only, the stack included, providers not. */
  summary: Record<string, number>;
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
  old: StepState | null;
  new: StepState | null;
  keys?: string[];
}

interface EngineEvent {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  resOpFailedEvent?: { metadata: Metadata };
  diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges: Record<string, number> | null };
}

/** Reads what `--event-log` wrote, which breaks off anywhere when the engine was killed. */
export function readEvents(file: string): EngineEvents {
  const steps: Step[] = [];
  const diagnostics: Diagnostic[] = [];
  let summary: Record<string, number> = {};
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  for (const line of lines) {
    const event: EngineEvent = JSON.parse(line);
    if (event.resourcePreEvent) steps.push(toStep(event.resourcePreEvent.metadata));
    if (event.resOutputsEvent) finish(steps, event.resOutputsEvent.metadata, "done");
    if (event.resOpFailedEvent) finish(steps, event.resOpFailedEvent.metadata, "failed");
    if (event.diagnosticEvent) diagnostics.push(...toDiagnostics(event.diagnosticEvent));
    if (event.summaryEvent) summary = event.summaryEvent.resourceChanges ?? {};
  }
  return { steps, diagnostics, summary };
}

/** The end of a step belongs to its beginning; a refresh learns only at the end which op it is. */
function finish(steps: Step[], metadata: Metadata, outcome: "done" | "failed") {
  const open = steps.findLast(
    ({ urn, op, refreshed, outcome }) =>
      urn === metadata.urn && outcome === "started" && (refreshed || op === metadata.op),
  );
  const refreshed = open?.refreshed ?? false;
  const step = { ...toStep(metadata), refreshed, outcome, changed: changedKeys(metadata, refreshed) };
  if (open) Object.assign(open, step);
  else steps.push(step);
}

function toStep({ op, urn, type, old, new: now, keys }: Metadata): Step {
  return {
    urn,
    name: nameOf(urn),
    type,
    op,
    refreshed: op === "refresh",
    outcome: "started",
    id: now?.id || old?.id || undefined,
    changed: [],
    replaceReasons: keys ?? [],
    old: old ?? undefined,
    new: now ?? undefined,
  };
}

function changedKeys({ old, new: now }: Metadata, refreshed: boolean) {
  if (!old || !now) return [];
  const [before, after] = refreshed ? [old.outputs, now.outputs] : [old.inputs, now.inputs];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key])).sort();
}

function toDiagnostics({ urn, message, severity, ephemeral }: NonNullable<EngineEvent["diagnosticEvent"]>) {
  if (severity === "debug" || ephemeral) return [];
  const text = message.replace(/<\{%.*?%\}>/g, "").trimEnd();
  return [{ urn, name: urn && nameOf(urn), severity, message: text } as Diagnostic];
}

function nameOf(urn: string) {
  return urn.split("::").at(-1) ?? urn;
}
