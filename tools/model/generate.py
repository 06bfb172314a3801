"""Cut emulator/model/*.json from the API models that botocore carries.

    python3 tools/model/generate.py

Needs Python 3.9 or newer, pip and PyPI; the tests need none of them, since the output is committed.
To add an operation, add its name below and run this again. Documentation text is left out.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

BOTOCORE = "1.44.5"
OUTPUT = Path(__file__).resolve().parents[2] / "emulator" / "model"

SERVICES = {
    "ssm": {
        "model": "ssm/2014-11-06",
        "operations": [
            "AddTagsToResource",
            "AssociateOpsItemRelatedItem",
            "CreateDocument",
            "CreateOpsItem",
            "DeleteDocument",
            "DeleteOpsItem",
            "DescribeAutomationExecutions",
            "DescribeAutomationStepExecutions",
            "DescribeDocument",
            "DescribeOpsItems",
            "DisassociateOpsItemRelatedItem",
            "GetAutomationExecution",
            "GetCalendarState",
            "GetDocument",
            "GetOpsItem",
            "ListDocuments",
            "ListOpsItemRelatedItems",
            "ListTagsForResource",
            "RemoveTagsFromResource",
            "SendAutomationSignal",
            "StartChangeRequestExecution",
            "StopAutomationExecution",
            "UpdateDocument",
            "UpdateDocumentMetadata",
            "UpdateOpsItem",
        ],
    },
    "ssmIncidents": {
        "model": "ssm-incidents/2018-05-10",
        "operations": [
            "CreateReplicationSet",
            "CreateResponsePlan",
            "CreateTimelineEvent",
            "DeleteIncidentRecord",
            "DeleteReplicationSet",
            "DeleteResponsePlan",
            "DeleteTimelineEvent",
            "GetIncidentRecord",
            "GetReplicationSet",
            "GetResponsePlan",
            "GetTimelineEvent",
            "ListIncidentRecords",
            "ListRelatedItems",
            "ListReplicationSets",
            "ListResponsePlans",
            "ListTagsForResource",
            "ListTimelineEvents",
            "StartIncident",
            "TagResource",
            "UntagResource",
            "UpdateDeletionProtection",
            "UpdateIncidentRecord",
            "UpdateRelatedItems",
            "UpdateReplicationSet",
            "UpdateResponsePlan",
            "UpdateTimelineEvent",
        ],
    },
    "sts": {
        "model": "sts/2011-06-15",
        "operations": ["AssumeRole", "GetCallerIdentity"],
    },
}

METADATA = ["apiVersion", "protocol", "serviceId", "targetPrefix", "xmlNamespace"]
OPERATION = ["http", "input", "output", "errors"]
SHAPE = ["type", "required", "members", "member", "key", "value", "flattened"]
SHAPE += ["min", "max", "pattern", "enum", "exception", "fault", "error", "union"]
REFERENCE = ["shape", "location", "locationName", "idempotencyToken", "resultWrapper"]


def kept(source, names):
    return {name: source[name] for name in names if name in source}


def reference(source):
    return kept(source, REFERENCE)


def operation(source):
    result = kept(source, OPERATION)
    for side in ("input", "output"):
        if side in result:
            result[side] = reference(result[side])
    if "errors" in result:
        result["errors"] = [error["shape"] for error in result["errors"]]
    return result


def shape(source, protocol):
    result = kept(source, SHAPE)
    if protocol == "json":
        # Codes and statuses of the query protocol, which these services do not speak.
        result.pop("error", None)
    if "members" in result:
        result["members"] = {name: reference(member) for name, member in result["members"].items()}
    for part in ("member", "key", "value"):
        if part in result:
            result[part] = reference(result[part])
    return result


def names_in(source):
    """Names of the shapes that an operation or a shape refers to."""
    parts = [source[name] for name in ("input", "output", "member", "key", "value") if name in source]
    parts += source.get("members", {}).values()
    return source.get("errors", []) + [part["shape"] for part in parts]


def cut(model, operations):
    metadata = kept(model["metadata"], METADATA)
    result = {name: operation(model["operations"][name]) for name in operations}
    shapes = {}
    wanted = [name for op in result.values() for name in names_in(op)]
    while wanted:
        name = wanted.pop()
        if name not in shapes:
            shapes[name] = shape(model["shapes"][name], metadata["protocol"])
            wanted += names_in(shapes[name])
    return {"metadata": metadata, "operations": result, "shapes": dict(sorted(shapes.items()))}


def written(model):
    """JSON with one operation or shape a line, so that a new model makes a readable difference."""
    sections = []
    for section, entries in model.items():
        lines = [f"    {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items()]
        sections.append(f"  {json.dumps(section)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def main():
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*pip, f"botocore=={BOTOCORE}"], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("botocore-*.whl"))) as wheel:
            for name, service in SERVICES.items():
                packed = wheel.read(f"botocore/data/{service['model']}/service-2.json.gz")
                model = cut(json.loads(gzip.decompress(packed)), service["operations"])
                (OUTPUT / f"{name}.json").write_text(written(model), encoding="utf-8")
                print(f"{name}.json: {len(model['operations'])} operations, {len(model['shapes'])} shapes")


if __name__ == "__main__":
    main()
