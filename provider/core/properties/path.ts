/** `runbooks[0].targetMaps[2]`, `operationalData["disk/free"].value`: the way Pulumi writes property paths. */
export function childPath(path: string, child: string | number): string {
  if (typeof child === "number") return `${path}[${child}]`;
  return /^[A-Za-z_]\w*$/.test(child) ? `${path}.${child}` : `${path}[${JSON.stringify(child)}]`;
}
