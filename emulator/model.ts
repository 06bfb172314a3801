import ssm from "./model/ssm.json";
import ssmIncidents from "./model/ssmIncidents.json";
import sts from "./model/sts.json";

/** A type of the API model, in the form that botocore gives it. */
export interface Shape {
  type: string;
  required?: string[];
  members?: Record<string, Member>;
  /** Whether exactly one of the members is there. */
  union?: boolean;
  member?: Member;
  key?: Member;
  value?: Member;
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  exception?: boolean;
  fault?: boolean;
  error?: { code?: string; httpStatusCode: number };
}

/** A use of a shape. `location` and `locationName` matter to REST protocols. */
export interface Member {
  shape: string;
  location?: string;
  locationName?: string;
  resultWrapper?: string;
}

export interface OperationModel {
  http: { method: string; requestUri: string; responseCode?: number };
  input?: Member;
  output?: Member;
  errors?: string[];
}

/** One service's API as data; `tools/model/generate.py` makes it. */
export interface ServiceModel {
  metadata: { serviceId: string; protocol: string; apiVersion: string; targetPrefix?: string; xmlNamespace?: string };
  operations: Record<string, OperationModel>;
  shapes: Record<string, Shape>;
}

/** By the service's signing name. */
export const models = {
  ssm: ssm as ServiceModel,
  "ssm-incidents": ssmIncidents as ServiceModel,
  sts: sts as ServiceModel,
};

const nothing: Shape = { type: "structure", members: {} };

export function shapeOf(model: ServiceModel, member: Member | undefined): Shape {
  return (member && model.shapes[member.shape]) ?? nothing;
}
