export { type MadeResource, type OpsMocks, type OpsMocksOptions, opsMocks, type StateOverride } from "./opsMocks";
export { promiseOf } from "./promiseOf";
