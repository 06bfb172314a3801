import type * as Ssm from "@aws-sdk/client-ssm";
import type * as SsmIncidents from "@aws-sdk/client-ssm-incidents";
import type * as Sts from "@aws-sdk/client-sts";
import { awsError } from "./awsErrors";
import { systemClock } from "./clock";
import type { Clock } from "./handler";
import { inFlight } from "./inFlight";
import { paced } from "./paced";
import { type AssumeRole, type Settings, secretsOf } from "./settings";

/** The operations of Systems Manager that handlers call. One line makes another one callable. */
export interface SsmOperations {
  CreateOpsItem: [Ssm.CreateOpsItemCommandInput, Ssm.CreateOpsItemCommandOutput];
  GetOpsItem: [Ssm.GetOpsItemCommandInput, Ssm.GetOpsItemCommandOutput];
  UpdateOpsItem: [Ssm.UpdateOpsItemCommandInput, Ssm.UpdateOpsItemCommandOutput];
  DeleteOpsItem: [Ssm.DeleteOpsItemCommandInput, Ssm.DeleteOpsItemCommandOutput];
  AssociateOpsItemRelatedItem: [
    Ssm.AssociateOpsItemRelatedItemCommandInput,
    Ssm.AssociateOpsItemRelatedItemCommandOutput,
  ];
  DisassociateOpsItemRelatedItem: [
    Ssm.DisassociateOpsItemRelatedItemCommandInput,
    Ssm.DisassociateOpsItemRelatedItemCommandOutput,
  ];
  ListOpsItemRelatedItems: [Ssm.ListOpsItemRelatedItemsCommandInput, Ssm.ListOpsItemRelatedItemsCommandOutput];
  DescribeOpsItems: [Ssm.DescribeOpsItemsCommandInput, Ssm.DescribeOpsItemsCommandOutput];
  ListTagsForResource: [Ssm.ListTagsForResourceCommandInput, Ssm.ListTagsForResourceCommandOutput];
  AddTagsToResource: [Ssm.AddTagsToResourceCommandInput, Ssm.AddTagsToResourceCommandOutput];
  RemoveTagsFromResource: [Ssm.RemoveTagsFromResourceCommandInput, Ssm.RemoveTagsFromResourceCommandOutput];
  StartChangeRequestExecution: [
    Ssm.StartChangeRequestExecutionCommandInput,
    Ssm.StartChangeRequestExecutionCommandOutput,
  ];
  GetAutomationExecution: [Ssm.GetAutomationExecutionCommandInput, Ssm.GetAutomationExecutionCommandOutput];
  DescribeAutomationExecutions: [
    Ssm.DescribeAutomationExecutionsCommandInput,
    Ssm.DescribeAutomationExecutionsCommandOutput,
  ];
  StopAutomationExecution: [Ssm.StopAutomationExecutionCommandInput, Ssm.StopAutomationExecutionCommandOutput];
  SendAutomationSignal: [Ssm.SendAutomationSignalCommandInput, Ssm.SendAutomationSignalCommandOutput];
}

/** The same of Incident Manager. */
export interface SsmIncidentsOperations {
  StartIncident: [SsmIncidents.StartIncidentCommandInput, SsmIncidents.StartIncidentCommandOutput];
  GetIncidentRecord: [SsmIncidents.GetIncidentRecordCommandInput, SsmIncidents.GetIncidentRecordCommandOutput];
  UpdateIncidentRecord: [SsmIncidents.UpdateIncidentRecordCommandInput, SsmIncidents.UpdateIncidentRecordCommandOutput];
  DeleteIncidentRecord: [SsmIncidents.DeleteIncidentRecordCommandInput, SsmIncidents.DeleteIncidentRecordCommandOutput];
  ListIncidentRecords: [SsmIncidents.ListIncidentRecordsCommandInput, SsmIncidents.ListIncidentRecordsCommandOutput];
  ListRelatedItems: [SsmIncidents.ListRelatedItemsCommandInput, SsmIncidents.ListRelatedItemsCommandOutput];
  UpdateRelatedItems: [SsmIncidents.UpdateRelatedItemsCommandInput, SsmIncidents.UpdateRelatedItemsCommandOutput];
  GetResponsePlan: [SsmIncidents.GetResponsePlanCommandInput, SsmIncidents.GetResponsePlanCommandOutput];
  ListTagsForResource: [SsmIncidents.ListTagsForResourceCommandInput, SsmIncidents.ListTagsForResourceCommandOutput];
  TagResource: [SsmIncidents.TagResourceCommandInput, SsmIncidents.TagResourceCommandOutput];
  UntagResource: [SsmIncidents.UntagResourceCommandInput, SsmIncidents.UntagResourceCommandOutput];
}

export interface StsOperations {
  GetCallerIdentity: [Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput];
}

interface Caller {
  account: string;
  arn: string;
}

/** One service in one region: `call("GetOpsItem", { OpsItemId })`. Every failure is an `AwsError`. */
export interface Service<Ops> {
  call<Name extends keyof Ops & string>(
    operation: Name,
    input: Ops[Name] extends [infer Input, object] ? Input : never,
  ): Promise<Ops[Name] extends [object, infer Output] ? Output : never>;
}

interface Family {
  /** With the service before those whose name several services use. */
  operations: readonly string[];
  /** Calls that may be under way at once. */
  atMost: number;
  /** Time between the beginnings of two calls, where AWS allows so few that trying it out would cost others theirs. */
  everyMs?: number;
}

/** Operations that AWS limits together. Of automations it allows one start and three reads a second, to everybody. */
const FAMILIES: Family[] = [
  { operations: ["GetCallerIdentity"], atMost: 1 },
  { operations: ["StartChangeRequestExecution", "StopAutomationExecution"], atMost: 1, everyMs: 1_050 },
  { operations: ["GetAutomationExecution", "DescribeAutomationExecutions"], atMost: 2, everyMs: 400 },
  // Incident Manager allows five of each write and ten of each read in a second.
  ...[
    "StartIncident",
    "UpdateIncidentRecord",
    "DeleteIncidentRecord",
    "UpdateRelatedItems",
    "TagResource",
    "UntagResource",
  ].map((operation) => ({ operations: [operation], atMost: 4, everyMs: 210 })),
  ...[
    "GetIncidentRecord",
    "ListIncidentRecords",
    "ListRelatedItems",
    "GetResponsePlan",
    "ssmincidents.ListTagsForResource",
  ].map((operation) => ({ operations: [operation], atMost: 4, everyMs: 105 })),
];

/** All other operations together: with adaptive retries, 16 land 500 of 500 creates at any pace AWS may allow. */
const OTHERS: Family = { operations: [], atMost: 16 };

/** Where the SDK has the services, under the names that `aws:endpoints` uses. */
const PACKAGES = {
  ssm: ["@aws-sdk/client-ssm", "SSMClient"],
  ssmincidents: ["@aws-sdk/client-ssm-incidents", "SSMIncidentsClient"],
  sts: ["@aws-sdk/client-sts", "STSClient"],
} as const;

/** How long a connection and an answer are waited for. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** Attempts where neither the configuration nor the environment says how many. */
const ATTEMPTS = 10;

/**
 * The clients of one configuration: made when first needed, one for each service and region, so that the adaptive
 * limit of the SDK sees all the traffic. What AWS's packages need in time and memory is spent only when they are used.
 */
export class Clients {
  private readonly services = new Map<string, Service<never>>();
  private readonly lanes = new Map<Family, ReturnType<typeof inFlight>>();
  private credentials?: () => Promise<never>;
  private identity?: Promise<Caller>;

  constructor(
    readonly settings: Settings,
    private readonly signal?: AbortSignal,
    private readonly clock: Clock = systemClock,
  ) {
    // Without this every `pulumi up` under Node 20 would show a notice of the SDK about a later release of its own.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  }

  /** Systems Manager, once the account is known to be allowed. */
  ssm(region: string): Service<SsmOperations> {
    return this.service<SsmOperations>("ssm", region, () => this.allowed(region));
  }

  /** Incident Manager, likewise. */
  ssmIncidents(region: string): Service<SsmIncidentsOperations> {
    return this.service<SsmIncidentsOperations>("ssmincidents", region, () => this.allowed(region));
  }

  /** Whose credentials these are. Asked for once. */
  caller(region: string): Promise<Caller> {
    this.identity ??= this.service<StsOperations>("sts", region, async () => {})
      .call("GetCallerIdentity", {})
      .then(({ Account = "", Arn = "" }) => ({ account: Account, arn: Arn }));
    this.identity.catch(() => {
      this.identity = undefined; // a failure is not remembered
    });
    return this.identity;
  }

  async callerAccount(region: string): Promise<string> {
    return (await this.caller(region)).account;
  }

  /** The region of the environment or of the profile, as the SDK finds it; for new objects only. */
  async environmentRegion(): Promise<string | undefined> {
    const fromEnvironment = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
    if (fromEnvironment) return fromEnvironment;
    const { SSMClient } = require("@aws-sdk/client-ssm") as typeof Ssm;
    const profile = this.settings.profile;
    const client = new SSMClient(profile ? { profile } : {});
    return client.config.region().catch(() => undefined);
  }

  private async allowed(region: string): Promise<void> {
    const { allowedAccountIds: allowed, forbiddenAccountIds: forbidden } = this.settings;
    if (allowed.length === 0 && forbidden.length === 0) return;
    const account = await this.callerAccount(region);
    if (forbidden.includes(account))
      throw new Error(`account ${account} is among aws:forbiddenAccountIds: nothing was called`);
    if (allowed.length > 0 && !allowed.includes(account)) {
      throw new Error(`account ${account} is not among aws:allowedAccountIds: nothing was called`);
    }
  }

  private service<Ops extends { [Name in keyof Ops]: [object, object] }>(
    name: keyof typeof PACKAGES,
    region: string,
    before: () => Promise<void>,
  ): Service<Ops> {
    const key = `${name} ${region}`;
    const known = this.services.get(key);
    if (known) return known as unknown as Service<Ops>;
    let client: { send(command: object, options: object): Promise<never> } | undefined;
    const service = {
      call: async (operation: string, input: object) => {
        await before();
        const [sdkPackage, clientName] = PACKAGES[name];
        const sdk = require(sdkPackage) as Record<string, new (input: object) => never>;
        client ??= new sdk[clientName]!(this.configuration(name, region)) as unknown as typeof client;
        const command = new sdk[`${operation}Command`]!(input);
        try {
          // Credentials are fetched within the call, where the SDK minds no signal.
          const send = () => unlessAborted(client!.send(command, { abortSignal: this.signal }), this.signal);
          return await this.lane(name, operation)(send);
        } catch (error) {
          throw awsError(operation, error, input, secretsOf(this.settings));
        }
      },
    };
    this.services.set(key, service as unknown as Service<never>);
    return service as unknown as Service<Ops>;
  }

  private lane(service: string, operation: string): ReturnType<typeof inFlight> {
    const names = [operation, `${service}.${operation}`];
    const family = FAMILIES.find(({ operations }) => names.some((name) => operations.includes(name))) ?? OTHERS;
    const lane = this.lanes.get(family) ?? this.newLane(family);
    this.lanes.set(family, lane);
    return lane;
  }

  private newLane({ atMost, everyMs }: Family): ReturnType<typeof inFlight> {
    const few = inFlight(atMost);
    if (everyMs === undefined) return few;
    const slow = paced(everyMs, this.clock, this.signal);
    return (work) => few(() => slow(work));
  }

  private configuration(service: string, region: string): object {
    const { endpoints, maxRetries } = this.settings;
    const endpoint = endpoints[service];
    const credentials = this.credentialProvider(region);
    return {
      region,
      ...(endpoint && { endpoint }),
      ...(credentials && { credentials }),
      // Whoever has set these for the SDK has his reasons.
      ...(!process.env.AWS_RETRY_MODE && { retryMode: "adaptive" }),
      ...(maxRetries !== undefined
        ? { maxAttempts: maxRetries + 1 }
        : !process.env.AWS_MAX_ATTEMPTS && { maxAttempts: ATTEMPTS }),
      requestHandler: PATIENCE,
    };
  }

  /** Undefined leaves the choice to the SDK's own chain. */
  private credentialProvider(region: string): object | undefined {
    this.credentials ??= chainOf(this.settings, region);
    return this.credentials;
  }
}

function chainOf(settings: Settings, region: string): (() => Promise<never>) | undefined {
  const { accessKey, secretKey, token, profile, assumeRoles } = settings;
  const own =
    accessKey && secretKey
      ? async () => ({ accessKeyId: accessKey, secretAccessKey: secretKey, ...(token && { sessionToken: token }) })
      : undefined;
  if (!own && !profile && assumeRoles.length === 0) return undefined;
  const { fromNodeProviderChain, fromTemporaryCredentials } =
    require("@aws-sdk/credential-providers") as typeof import("@aws-sdk/credential-providers");
  const first = own ?? fromNodeProviderChain(profile ? { profile } : {});
  const { endpoints, maxRetries } = settings;
  const clientConfig = {
    region,
    ...(endpoints.sts && { endpoint: endpoints.sts }),
    ...(maxRetries !== undefined && { maxAttempts: maxRetries + 1 }),
    requestHandler: PATIENCE,
  };
  const chain = assumeRoles.reduce<() => Promise<unknown>>(
    (masterCredentials, role) =>
      fromTemporaryCredentials({ masterCredentials: masterCredentials as never, params: paramsOf(role), clientConfig }),
    first as () => Promise<unknown>,
  );
  return chain as () => Promise<never>;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function paramsOf(role: AssumeRole) {
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? "pulumi-aws-ops",
    ...(role.externalId && { ExternalId: role.externalId }),
    ...(role.durationSeconds && { DurationSeconds: role.durationSeconds }),
    ...(role.policy && { Policy: role.policy }),
    ...(role.policyArns && { PolicyArns: role.policyArns.map((arn) => ({ arn })) }),
    ...(role.sourceIdentity && { SourceIdentity: role.sourceIdentity }),
    ...(role.tags && { Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(role.transitiveTagKeys && { TransitiveTagKeys: role.transitiveTagKeys }),
  };
}
